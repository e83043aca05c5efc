package dev.brisk.graph;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the parts of a {@link Graph}. Not thread-safe. */
public final class GraphBuilder {
  String name;
  final List<Node> nodes = new ArrayList<>();
  final List<Value> inputs = new ArrayList<>();
  final List<Value> outputs = new ArrayList<>();
  final Map<String, Initializer> initializers = new LinkedHashMap<>();
  final Map<String, ByteBuffer> sparseInitializers = new LinkedHashMap<>();
  final Map<String, Value> values = new LinkedHashMap<>();
  Extras extras = Extras.NONE;

  GraphBuilder(String name) {
    this.name = name;
  }

  GraphBuilder(Graph graph) {
    name = graph.name();
    nodes.addAll(graph.nodes());
    inputs.addAll(graph.inputs());
    outputs.addAll(graph.outputs());
    initializers.putAll(graph.initializers());
    sparseInitializers.putAll(graph.sparseInitializers());
    values.putAll(graph.values());
    extras = graph.extras();
  }

  /** Sets the graph's name. */
  public GraphBuilder name(String changed) {
    name = changed;
    return this;
  }

  /** Adds a tensor input; gives its name. */
  public String input(String value, ElementType type, Shape shape) {
    input(Value.tensor(value, type, shape));
    return value;
  }

  /** Adds an input. */
  public GraphBuilder input(Value input) {
    inputs.add(input);
    return this;
  }

  /** Adds a tensor output. */
  public GraphBuilder output(String value, ElementType type, Shape shape) {
    return output(Value.tensor(value, type, shape));
  }

  /** Adds an output. */
  public GraphBuilder output(Value output) {
    outputs.add(output);
    return this;
  }

  /** Adds an initializer; gives its name. */
  public String initializer(String value, Tensor tensor) {
    initializer(Initializer.of(value, tensor));
    return value;
  }

  /** Adds an initializer, or replaces that of its name. */
  public GraphBuilder initializer(Initializer initializer) {
    initializers.put(initializer.name(), initializer);
    return this;
  }

  /** Adds a sparse initializer as the file encodes it. */
  public GraphBuilder sparseInitializer(String value, ByteBuffer encoded) {
    sparseInitializers.put(value, encoded);
    return this;
  }

  /** Adds what is known of a value in between. */
  public GraphBuilder value(Value value) {
    values.put(value.name(), value);
    return this;
  }

  /**
   * Adds a node of the standard's operators with one output; gives the output's name, which is the
   * node's too.
   */
  public String node(String operator, String label, List<String> reads, Attribute... attributes) {
    node(Node.of(operator, label, reads, List.of(label), attributes));
    return label;
  }

  /** Adds a node. Nodes may be added in any order. */
  public GraphBuilder node(Node node) {
    nodes.add(node);
    return this;
  }

  /** Sets what the file says besides. */
  public GraphBuilder extras(Extras besides) {
    extras = besides;
    return this;
  }

  /** Replaces all inputs. */
  public GraphBuilder inputs(List<Value> all) {
    List<Value> copy = List.copyOf(all);
    inputs.clear();
    inputs.addAll(copy);
    return this;
  }

  /** Replaces all outputs. */
  public GraphBuilder outputs(List<Value> all) {
    List<Value> copy = List.copyOf(all);
    outputs.clear();
    outputs.addAll(copy);
    return this;
  }

  /** Replaces all nodes. */
  public GraphBuilder nodes(List<Node> all) {
    List<Node> copy = List.copyOf(all);
    nodes.clear();
    nodes.addAll(copy);
    return this;
  }

  /**
   * The graph, its nodes ordered so that they can run.
   *
   * @throws dev.brisk.InvalidModelException if a value is made twice or nodes wait for each other
   */
  public Graph build() {
    return new Graph(this);
  }
}
