package dev.brisk.op;

import dev.brisk.CancelledException;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model node by node with the scalar code of its operators: slow, plain and everywhere the
 * same, the oracle for what runs fast. Thread-safe.
 *
 * <p>An interrupt of the running thread ends a run before its next node, so loops without end can
 * be ended; the thread stays interrupted.
 */
public final class Interpreter {
  private final Program program;

  private Interpreter(Program program) {
    this.program = program;
  }

  /**
   * Makes a model ready; its constants are copied to the heap.
   *
   * @throws dev.brisk.UnsupportedModelException naming the first node that cannot be computed
   */
  public static Interpreter of(Model model) {
    return new Interpreter(
        Program.of(model.graph(), model.info().opsets(), Calls.index(model.info().functions())));
  }

  /** Runs the model with as many threads as there are processors. */
  public Map<String, Datum> run(Map<String, ? extends Datum> inputs) {
    return run(inputs, 0, Watch.NONE);
  }

  /**
   * Runs the model.
   *
   * @param inputs what the inputs hold, by name; of those with an initializer what is given counts
   * @param threads 1 to stay on the calling thread, else the common pool helps
   * @param watch told of each node of the main graph
   * @return the outputs by name, in order
   * @throws CancelledException if the thread is interrupted
   * @throws InvalidInputException naming the node, if what it is given does not fit it
   * @throws dev.brisk.UnsupportedModelException naming the node, if it cannot be computed with what
   *     it is given
   */
  public Map<String, Datum> run(Map<String, ? extends Datum> inputs, int threads, Watch watch) {
    Frame frame = new Frame(program, null, threads);
    frame.values.putAll(inputs);
    List<Datum> outputs = frame.run(watch);
    Map<String, Datum> named = new LinkedHashMap<>();
    for (int i = 0; i < outputs.size(); i++) {
      named.put(program.outputs.get(i), outputs.get(i));
    }
    return named;
  }

  /** Is told what each node took. */
  @FunctionalInterface
  public interface Watch {
    /** Looks away. */
    Watch NONE = (node, nanos) -> {};

    /** A node has run, for so long. */
    void ran(Node node, long nanos);
  }

  /** The values of one graph in one run. */
  private static final class Frame {
    private final Program program;
    private final @Nullable Frame outer;
    private final int threads;
    private final Map<String, Datum> values = new HashMap<>();

    Frame(Program program, @Nullable Frame outer, int threads) {
      this.program = program;
      this.outer = outer;
      this.threads = threads;
    }

    List<Datum> run(Watch watch) {
      requireWanted(); // a loop's body may have no nodes
      for (Program.Step step : program.steps) {
        requireWanted();
        long start = System.nanoTime();
        run(step);
        step.done().forEach(values::remove);
        watch.ran(step.node(), System.nanoTime() - start);
      }
      List<Datum> outputs = new ArrayList<>();
      program.outputs.forEach(output -> outputs.add(value(output)));
      return outputs;
    }

    private void requireWanted() {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException(
            "The run of graph '%s' was interrupted".formatted(program.graph.name()));
      }
    }

    private void run(Program.Step step) {
      Node node = step.node();
      List<@Nullable Datum> inputs = new ArrayList<>();
      for (String input : node.inputs()) {
        inputs.add(input.isEmpty() ? null : find(input));
      }
      List<? extends Datum> ahead = step.ahead();
      List<? extends Datum> outputs = ahead != null ? ahead : outputs(step, inputs);
      for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
        if (!node.output(i).isEmpty()) {
          values.put(node.output(i), outputs.get(i));
        }
      }
    }

    private List<? extends Datum> outputs(Program.Step step, List<@Nullable Datum> inputs) {
      Program function = step.function();
      if (function != null) {
        return call(function, null, inputs);
      }
      Operator operator = step.operator();
      if (operator == null) {
        throw new IllegalStateException("nothing computes " + step.node());
      }
      return new NodeRun(step.node(), step.opset(), inputs, this::subgraph, threads)
          .outputs(operator);
    }

    private List<Datum> subgraph(Graph body, List<? extends Datum> inputs) {
      Program inner = program.subgraphs.get(body);
      if (inner == null) {
        throw new IllegalStateException("not a graph of this one: " + body);
      }
      return call(inner, this, inputs);
    }

    private List<Datum> call(
        Program inner, @Nullable Frame around, List<? extends @Nullable Datum> inputs) {
      Frame frame = new Frame(inner, around, threads);
      if (inputs.size() > inner.inputs.size()) {
        throw new InvalidInputException(
            "Graph '%s' takes %d inputs, but is given %d"
                .formatted(inner.graph.name(), inner.inputs.size(), inputs.size()));
      }
      for (int i = 0; i < inputs.size(); i++) {
        Datum input = inputs.get(i);
        if (input != null) {
          frame.values.put(inner.inputs.get(i), input);
        }
      }
      return frame.run(Watch.NONE);
    }

    /** What a value holds; null only if it is an input of the graph that was left out. */
    private @Nullable Datum find(String name) {
      for (Frame frame = this; frame != null; frame = frame.outer) {
        Datum own = frame.values.get(name);
        Datum found = own != null ? own : frame.program.constants.get(name);
        if (found != null) {
          return found;
        } else if (frame.program.inputs.contains(name)) {
          return null;
        }
      }
      throw new InvalidInputException("Value '%s' holds nothing".formatted(name));
    }

    private Datum value(String name) {
      Datum found = find(name);
      if (found == null) {
        throw new InvalidInputException("Input '%s' is needed, but left out".formatted(name));
      }
      return found;
    }
  }
}
