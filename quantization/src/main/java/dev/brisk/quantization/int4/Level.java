package dev.brisk.quantization.int4;

import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graph among those nested in each other: the constants its nodes can see, and new ones. */
final class Level {
  /** A constant and the level that it is of. */
  record Constant(Level owner, String name, Tensor tensor) {}

  private final Graph graph;
  private final @Nullable Level outer;
  private final List<Initializer> added = new ArrayList<>();

  /**
   * The level of a graph.
   *
   * @param outer that of the graph around it, or null
   */
  Level(Graph graph, @Nullable Level outer) {
    this.graph = graph;
    this.outer = outer;
  }

  Graph graph() {
    return graph;
  }

  /** Whether it is that of the model's own graph. */
  boolean isOutermost() {
    return outer == null;
  }

  /** The constant of a name, or null if there is none or a caller may replace it. */
  @Nullable Constant constant(String value) {
    Initializer initializer = graph.constant(value);
    if (initializer != null) {
      return new Constant(this, value, initializer.tensor());
    }
    Node producer = graph.producer(value);
    if (producer != null) {
      Attribute given = producer.is("Constant") ? producer.attributes().get("value") : null;
      return given == null ? null : new Constant(this, value, given.asTensor());
    }
    return outer == null || graph.isInput(value) ? null : outer.constant(value);
  }

  /** Adds a constant to the graph; gives its name. */
  String add(String name, Tensor tensor) {
    added.add(Initializer.of(name, tensor));
    return name;
  }

  /** The constants added. */
  List<Initializer> added() {
    return added;
  }
}
