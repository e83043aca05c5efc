package dev.brisk.op;

import dev.brisk.BriskException;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A graph made ready to be interpreted: each node with what computes it. */
final class Program {
  final Graph graph;
  final List<String> inputs;
  final List<String> outputs;
  final List<Step> steps = new ArrayList<>();
  final Map<String, NdArray> constants = new HashMap<>();
  final Map<Graph, Program> subgraphs = new HashMap<>();

  /**
   * One node.
   *
   * @param operator what computes it; null if a function does
   * @param function the function's body; null if an operator computes it
   * @param ahead the outputs, where they follow from constants; else null
   * @param done the values that no later node reads
   */
  record Step(
      Node node,
      int opset,
      @Nullable Operator operator,
      @Nullable Program function,
      @Nullable List<? extends Datum> ahead,
      List<String> done) {}

  private Program(Graph graph) {
    this.graph = graph;
    this.inputs = graph.inputs().stream().map(Value::name).toList();
    this.outputs = graph.outputs().stream().map(Value::name).toList();
  }

  /** The program of a model's graph or of a graph within it. */
  static Program of(Graph graph, Map<String, Integer> opsets, Map<String, Function> functions) {
    return of(graph, opsets, functions, new Size());
  }

  /** How large a program has become, so that functions of functions cannot grow without end. */
  private static final class Size {
    private static final int MAX_STEPS = 1_000_000;
    private static final int MAX_DEPTH = 250;

    private int steps;
    private int depth;

    void enter(Graph graph) {
      steps += graph.nodes().size();
      depth++;
      if (steps > MAX_STEPS || depth > MAX_DEPTH) {
        throw new UnsupportedModelException(
            "Graphs and functions within each other make more than %,d nodes or %d levels"
                .formatted(MAX_STEPS, MAX_DEPTH));
      }
    }

    void leave() {
      depth--;
    }
  }

  private static Program of(
      Graph graph, Map<String, Integer> opsets, Map<String, Function> functions, Size size) {
    size.enter(graph);
    Program program = new Program(graph);
    if (!graph.sparseInitializers().isEmpty()) {
      throw new UnsupportedModelException("Graph '" + graph.name() + "' holds sparse tensors");
    }
    for (Initializer initializer : graph.initializers().values()) {
      program.constants.put(initializer.name(), NdArray.of(initializer.tensor()));
    }
    Map<String, Datum> known = new HashMap<>(program.constants);
    known.keySet().removeAll(program.inputs);
    Map<Node, List<String>> done = lastReads(graph);
    for (Node node : graph.nodes()) {
      for (Graph body : node.subgraphs()) {
        program.subgraphs.put(body, of(body, opsets, functions, size));
      }
      List<String> last = done.getOrDefault(node, List.of());
      program.steps.add(step(node, opsets, functions, size, known, last));
    }
    size.leave();
    return program;
  }

  private static Step step(
      Node node,
      Map<String, Integer> opsets,
      Map<String, Function> functions,
      Size size,
      Map<String, Datum> known,
      List<String> done) {
    int opset = opsets.getOrDefault(node.domain(), 1);
    Function function = functions.get(Calls.key(node));
    if (function != null) {
      Map<String, Function> inner = new HashMap<>(functions);
      inner.remove(Calls.key(node)); // functions must not call themselves
      Program body = of(function.body(node), function.opsets(), inner, size);
      return new Step(node, opset, null, body, null, done);
    }
    Operator operator = Operators.find(node.domain(), node.operator());
    if (operator == null) {
      throw new UnsupportedModelException(
          "Node " + node + " is of an operator that is not computed here");
    }
    List<? extends Datum> ahead = ahead(node, opset, operator, known);
    for (int i = 0; ahead != null && i < Math.min(ahead.size(), node.outputs().size()); i++) {
      known.put(node.output(i), ahead.get(i));
    }
    return new Step(node, opset, operator, null, ahead, done);
  }

  /** What a node computes from known values alone, such as weights from their codes. */
  private static @Nullable List<? extends Datum> ahead(
      Node node, int opset, Operator operator, Map<String, Datum> known) {
    boolean same = operator.isFoldable() || operator instanceof DequantizeLinear;
    if (!same || !node.subgraphs().isEmpty() || !known.keySet().containsAll(node.reads())) {
      return null;
    }
    List<@Nullable Datum> inputs = new ArrayList<>();
    node.inputs().forEach(input -> inputs.add(known.get(input)));
    try {
      return new NodeRun(node, opset, inputs, NodeRun.Subgraphs.NONE, 1).outputs(operator);
    } catch (BriskException e) {
      return null; // said when it is run, if it is
    }
  }

  private static Map<Node, List<String>> lastReads(Graph graph) {
    Set<String> kept = new HashSet<>();
    graph.outputs().forEach(output -> kept.add(output.name()));
    Map<String, Node> last = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      node.reads().forEach(value -> last.put(value, node));
      node.outputs().forEach(value -> last.putIfAbsent(value, node));
    }
    Map<Node, List<String>> done = new HashMap<>();
    last.forEach(
        (value, node) -> {
          if (!kept.contains(value) && graph.producer(value) != null) {
            done.computeIfAbsent(node, key -> new ArrayList<>()).add(value);
          }
        });
    return done;
  }
}
