package dev.brisk.graph;

import dev.brisk.InvalidModelException;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that compute outputs from inputs and initializers, joined by the names of their values.
 *
 * <p>Immutable and thread-safe. The nodes are in an order in which they can run. {@link #builder}
 * makes one, {@link GraphPatch} rewrites one.
 */
public final class Graph {
  private final String name;
  private final List<Node> nodes;
  private final List<Value> inputs;
  private final List<Value> outputs;
  private final Map<String, Initializer> initializers;
  private final Map<String, ByteBuffer> sparseInitializers;
  private final Map<String, Value> values;
  private final Extras extras;
  private final Map<String, Node> producers;
  private final Map<String, List<Node>> consumers;
  private final Set<String> inputNames;
  private final Set<String> outputNames;
  private final Set<String> captures;

  Graph(GraphBuilder builder) {
    name = builder.name;
    nodes = TopologicalOrder.of(builder.nodes);
    inputs = List.copyOf(builder.inputs);
    outputs = List.copyOf(builder.outputs);
    initializers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.initializers));
    sparseInitializers =
        Collections.unmodifiableMap(new LinkedHashMap<>(builder.sparseInitializers));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(builder.values));
    extras = builder.extras;
    producers = indexProducers();
    consumers = indexConsumers();
    inputNames = names(inputs);
    outputNames = names(outputs);
    captures = findCaptures();
  }

  /** A builder of a new graph. */
  public static GraphBuilder builder(String name) {
    return new GraphBuilder(name);
  }

  /** A builder that starts with all that this graph has. */
  public GraphBuilder toBuilder() {
    return new GraphBuilder(this);
  }

  /** The graph's name. */
  public String name() {
    return name;
  }

  /** The nodes in an order in which they can run. */
  public List<Node> nodes() {
    return nodes;
  }

  /** All inputs, those that initializers give a default included. */
  public List<Value> inputs() {
    return inputs;
  }

  /** The outputs. */
  public List<Value> outputs() {
    return outputs;
  }

  /** The dense initializers by name. */
  public Map<String, Initializer> initializers() {
    return initializers;
  }

  /** The sparse initializers by name, as the file encodes them. */
  public Map<String, ByteBuffer> sparseInitializers() {
    return sparseInitializers;
  }

  /** What the graph declares of values that are neither inputs nor outputs, by name. */
  public Map<String, Value> values() {
    return values;
  }

  /** What the file says besides. */
  public Extras extras() {
    return extras;
  }

  /**
   * The node that makes a value, or null if it is an input, an initializer or not of this graph.
   */
  public @Nullable Node producer(String value) {
    return producers.get(value);
  }

  /** The nodes that read a value, themselves or in their subgraphs, each once, in order. */
  public List<Node> consumers(String value) {
    return consumers.getOrDefault(value, List.of());
  }

  /** The initializer of a name if it is one and no caller can replace it, else null. */
  public @Nullable Initializer constant(String value) {
    return isInput(value) ? null : initializers.get(value);
  }

  /** Whether the name is an input's. */
  public boolean isInput(String value) {
    return inputNames.contains(value);
  }

  /** Whether the name is an output's. */
  public boolean isOutput(String value) {
    return outputNames.contains(value);
  }

  /** The values that this graph, as a subgraph, takes from the graph around it. */
  public Set<String> captures() {
    return captures;
  }

  /** The tensor inputs that a caller must give. */
  public List<TensorSpec> inputSpecs() {
    return inputs.stream()
        .filter(input -> !initializers.containsKey(input.name()))
        .map(Graph::spec)
        .toList();
  }

  /** The outputs as tensors. */
  public List<TensorSpec> outputSpecs() {
    return outputs.stream().map(Graph::spec).toList();
  }

  private static TensorSpec spec(Value value) {
    if (value.type() instanceof ValueType.OfTensor tensor) {
      return new TensorSpec(value.name(), tensor.elementType(), tensor.shape());
    }
    throw new UnsupportedModelException(
        "Input or output '" + value.name() + "' must be a tensor, but is " + value.type());
  }

  /**
   * The same graph, as a subgraph, with other names for what it captures. Own values that have one
   * of those names get another, so that they do not hide what is captured.
   */
  Graph reading(Map<String, String> renamed) {
    Map<String, String> all = new HashMap<>();
    for (String capture : captures) {
      String instead = renamed.get(capture);
      if (instead != null) {
        all.put(capture, instead);
      }
    }
    return all.isEmpty() ? this : Renaming.ofCaptured(this, all);
  }

  /** Whether the graph itself has a value of the name: an input, an initializer, a node's. */
  boolean defines(String value) {
    return inputNames.contains(value)
        || initializers.containsKey(value)
        || sparseInitializers.containsKey(value)
        || producers.containsKey(value);
  }

  private static Set<String> names(List<Value> values) {
    Set<String> names = new HashSet<>();
    values.forEach(value -> names.add(value.name()));
    return names;
  }

  private Map<String, Node> indexProducers() {
    Map<String, Node> index = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (!output.isEmpty() && index.put(output, node) != null) {
          throw new InvalidModelException(
              "Value '%s' of graph '%s' is made twice, the second time by %s"
                  .formatted(output, name, node));
        }
      }
    }
    return index;
  }

  private Map<String, List<Node>> indexConsumers() {
    Map<String, List<Node>> index = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (String read : node.reads()) {
        index.computeIfAbsent(read, key -> new ArrayList<>()).add(node);
      }
    }
    return index;
  }

  private Set<String> findCaptures() {
    Set<String> free = new LinkedHashSet<>(consumers.keySet());
    outputs.forEach(output -> free.add(output.name()));
    free.removeIf(this::defines);
    return Collections.unmodifiableSet(free);
  }

  /** Name and sizes. */
  @Override
  public String toString() {
    return "graph '" + name + "' of " + nodes.size() + " nodes";
  }
}
