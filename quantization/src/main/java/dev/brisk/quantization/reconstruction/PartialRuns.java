package dev.brisk.quantization.reconstruction;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.quantization.finish.Unused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Runs of a quantized model that stop before each of some layers and go on from there, so that what
 * a layer reads is computed once although layers before it change one after the other. In between,
 * values are kept as codes where they have some. Not thread-safe.
 */
public final class PartialRuns implements AutoCloseable {
  private static final String MEANS = "_brisk_means";

  private final Model model;
  private final Types types;
  private final Accelerator accelerator;
  private final Map<Node, Integer> order = new HashMap<>();
  private final Map<String, Initializer> changed = new HashMap<>();
  private final Set<Tensor> samples = Collections.newSetFromMap(new IdentityHashMap<>());
  private Set<Tensor> owned = Set.of();
  private List<Map<String, Tensor>> reached;

  /** Runs that have not begun. */
  public PartialRuns(
      Model model, Collection<Map<String, Tensor>> samples, Accelerator accelerator) {
    this.model = model;
    this.types = ShapeInference.infer(model);
    this.accelerator = accelerator;
    this.reached = List.copyOf(samples);
    samples.forEach(sample -> this.samples.addAll(sample.values()));
    for (Node node : model.graph().nodes()) {
      order.put(node, order.size());
    }
  }

  private int position(Node node) {
    return Objects.requireNonNull(order.get(node), node.label());
  }

  /** Puts a constant in place of that of its name, for all later runs. */
  public void change(Initializer constant) {
    changed.put(constant.name(), constant);
  }

  /**
   * Goes on to a layer and gives its results averaged over all but the first two dimensions.
   *
   * @param layer a node behind those that were asked for before
   * @param averages whether there is anything to average over
   * @param observer told the means of each sample, in the samples' order
   */
  public void advance(Node layer, boolean averages, Consumer<Tensor> observer) {
    String result = layer.output(0);
    String wanted = averages ? result + MEANS : result;
    Set<String> next = needed(position(layer));
    try (Executable executable = accelerator.compile(segment(result, wanted, next))) {
      List<Map<String, Tensor>> after = new ArrayList<>();
      for (Map<String, Tensor> before : reached) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancelledException("The correction of biases was interrupted");
        }
        after.add(run(executable, before, next, wanted, observer));
      }
      replace(after);
    }
  }

  private static Map<String, Tensor> run(
      Executable executable,
      Map<String, Tensor> before,
      Set<String> next,
      String wanted,
      Consumer<Tensor> observer) {
    Map<String, Tensor> inputs = new TreeMap<>();
    for (TensorSpec input : executable.inputs()) {
      inputs.put(input.name(), present(before, input.name()));
    }
    Map<String, Tensor> outputs = executable.run(inputs);
    observer.accept(present(outputs, wanted));
    Map<String, Tensor> after = new TreeMap<>();
    for (String value : next) {
      Tensor given = before.get(value);
      after.put(value, given == null ? present(outputs, value) : given);
    }
    outputs.forEach(
        (name, tensor) -> {
          if (!after.containsKey(name)) {
            tensor.close();
          }
        });
    return after;
  }

  private static Tensor present(Map<String, Tensor> values, String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** Keeps other values, and closes those that are no longer kept, but for the samples. */
  private void replace(List<Map<String, Tensor>> after) {
    Set<Tensor> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    after.forEach(values -> kept.addAll(values.values()));
    for (Tensor tensor : owned) {
      if (!kept.contains(tensor)) {
        tensor.close();
      }
    }
    owned = kept;
    owned.removeAll(samples);
    reached = after;
  }

  /** The values made before a position that nodes from there on read, by way of their codes. */
  private Set<String> needed(int position) {
    Set<String> values = new LinkedHashSet<>();
    List<Node> nodes = model.graph().nodes();
    for (Node node : nodes.subList(position, nodes.size())) {
      for (String value : node.reads()) {
        String stored = stored(value);
        Node producer = model.graph().producer(stored);
        boolean before = producer == null ? isFed(stored) : position(producer) < position;
        if (before) {
          values.add(stored);
        }
      }
    }
    return values;
  }

  private boolean isFed(String value) {
    return model.graph().isInput(value) && !model.graph().initializers().containsKey(value);
  }

  /** The codes of a value where it is made from codes, else the value. */
  private String stored(String value) {
    Node producer = model.graph().producer(value);
    return producer != null && producer.is("DequantizeLinear") ? producer.input(0) : value;
  }

  private Model segment(String result, String wanted, Set<String> next) {
    Map<String, Tensor> before = reached.get(0);
    List<Node> nodes = new ArrayList<>();
    Set<String> inputs = new LinkedHashSet<>();
    List<String> made = next.stream().filter(value -> !before.containsKey(value)).toList();
    collect(result, made, before, nodes, inputs);
    GraphBuilder builder = model.graph().toBuilder();
    changed.values().forEach(builder::initializer);
    builder.inputs(inputs.stream().map(value -> fed(value, present(before, value))).toList());
    List<Value> outputs = new ArrayList<>();
    outputs.add(Value.tensor(wanted, ElementType.FLOAT32, null));
    made.forEach(value -> outputs.add(Value.tensor(value, type(value), null)));
    builder.outputs(outputs);
    if (!wanted.equals(result)) {
      nodes.add(Node.of("GlobalAveragePool", wanted, List.of(result), List.of(wanted)));
    }
    Graph graph = builder.nodes(nodes).build();
    return model.withGraph(Unused.drop(graph));
  }

  private ElementType type(String value) {
    ElementType type = types.elementType(value);
    return type == null ? ElementType.FLOAT32 : type;
  }

  private static Value fed(String name, Tensor tensor) {
    long[] dims = new long[tensor.shape().rank()];
    Arrays.fill(dims, Shape.FREE);
    return Value.tensor(name, tensor.elementType(), Shape.of(dims));
  }

  /** Finds the nodes that make values from those that are there, and which of these they read. */
  private void collect(
      String result,
      List<String> made,
      Map<String, Tensor> before,
      List<Node> nodes,
      Set<String> inputs) {
    Set<Node> found = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(made);
    open.add(result);
    while (!open.isEmpty()) {
      String value = open.remove();
      Node producer = model.graph().producer(value);
      if (before.containsKey(value)) {
        inputs.add(value);
      } else if (producer != null && found.add(producer)) {
        open.addAll(producer.reads());
      }
    }
    model.graph().nodes().stream().filter(found::contains).forEach(nodes::add);
  }

  @Override
  public void close() {
    replace(List.of());
  }
}
