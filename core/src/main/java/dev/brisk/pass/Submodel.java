package dev.brisk.pass;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.op.Types;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Cuts a part out of a model. */
public final class Submodel {
  private final Graph graph;
  private final Set<String> given;
  private final Set<Node> nodes = new HashSet<>();
  private final Set<String> reached = new HashSet<>();

  private Submodel(Graph graph, Collection<String> given) {
    this.graph = graph;
    this.given = new HashSet<>(given);
  }

  /**
   * The nodes that make some values from others. Inputs of the model that they need besides stay
   * inputs; weights are shared, not copied.
   *
   * @param types what is known of the model's values
   * @param inputs the values that the part is given, inputs of the model or values in between;
   *     those that it does not need are no inputs of it
   * @param outputs the values that it makes, its outputs in this order
   * @throws InvalidInputException if no node makes one of the outputs, or one is given
   */
  public static Model between(
      Model model, Types types, Collection<String> inputs, Collection<String> outputs) {
    Graph graph = model.graph();
    Submodel part = new Submodel(graph, inputs);
    for (String output : outputs) {
      if (graph.producer(output) == null || part.given.contains(output)) {
        throw new InvalidInputException(
            "A part of %s cannot have output '%s': no node of the part makes it"
                .formatted(model, output));
      }
    }
    part.reach(outputs);
    return model.withGraph(part.build(types, outputs));
  }

  private void reach(Collection<String> outputs) {
    Deque<String> pending = new ArrayDeque<>(outputs);
    while (!pending.isEmpty()) {
      String value = pending.pop();
      Node producer = given.contains(value) ? null : graph.producer(value);
      if (reached.add(value) && producer != null && nodes.add(producer)) {
        pending.addAll(producer.reads());
      }
    }
  }

  private Graph build(Types types, Collection<String> outputs) {
    GraphBuilder builder = Graph.builder(graph.name());
    for (Value input : graph.inputs()) {
      if (reached.contains(input.name())) {
        builder.input(input);
      }
    }
    for (Node node : graph.nodes()) {
      node.outputs().stream()
          .filter(output -> given.contains(output) && reached.contains(output))
          .forEach(output -> builder.input(value(output, types)));
    }
    for (Initializer initializer : graph.initializers().values()) {
      if (reached.contains(initializer.name()) && !given.contains(initializer.name())) {
        builder.initializer(initializer);
      }
    }
    graph.sparseInitializers().forEach((name, bytes) -> keep(builder, name, bytes));
    graph.nodes().stream().filter(nodes::contains).forEach(builder::node);
    outputs.forEach(output -> builder.output(value(output, types)));
    return builder.build();
  }

  private void keep(GraphBuilder builder, String name, ByteBuffer bytes) {
    if (reached.contains(name)) {
      builder.sparseInitializer(name, bytes);
    }
  }

  /** A value as inputs and outputs are declared: without symbols, which stand for sizes outside. */
  private static Value value(String name, Types types) {
    Shape shape = types.shape(name);
    ElementType element = types.elementType(name);
    return element == null
        ? new Value(name, types.type(name), Extras.NONE)
        : Value.tensor(name, element, shape == null ? null : Shape.of(shape.dims()));
  }
}
