package dev.brisk.quantization.half;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A graph of a model, the main one or one within a node, and what is decided of its nodes. */
final class Region {
  private final Graph graph;
  private final @Nullable Types types;
  private final @Nullable Region outer;
  private final Map<Node, Optional<String>> kept = new LinkedHashMap<>();
  private final Map<Graph, Region> inner = new HashMap<>();

  private Region(Graph graph, @Nullable Types types, @Nullable Region outer) {
    this.graph = graph;
    this.types = types;
    this.outer = outer;
    for (Node node : graph.nodes()) {
      for (Graph subgraph : node.subgraphs()) {
        inner.put(subgraph, new Region(subgraph, types == null ? null : types.of(subgraph), this));
      }
    }
  }

  /** The region of a model's main graph. */
  static Region of(Model model) {
    return new Region(model.graph(), ShapeInference.infer(model), null);
  }

  Graph graph() {
    return graph;
  }

  /** The region around it; null for that of the main graph. */
  @Nullable Region outer() {
    return outer;
  }

  /** The region of a graph within one of its nodes. */
  Region inner(Graph subgraph) {
    Region found = inner.get(subgraph);
    if (found == null) {
      throw new IllegalArgumentException("not a graph of this one: " + subgraph);
    }
    return found;
  }

  /** Why each of its own nodes stays float32, in order; empty for those that do not. */
  Map<Node, Optional<String>> kept() {
    return kept;
  }

  /** Whether a node of it is decided to compute in 16 bits. */
  boolean isHalf(Node node) {
    return node.subgraphs().isEmpty()
        && !node.is("Constant")
        && kept.getOrDefault(node, Optional.of("")).isEmpty();
  }

  /** Whether no node of it, or within it, computes in 16 bits. */
  boolean isFloat() {
    return kept.keySet().stream()
            .noneMatch(node -> isHalf(node) && Planner.touchesFloats(node, this))
        && inner.values().stream().allMatch(Region::isFloat);
  }

  /** Leaves a node float32, and all within it; whether that changes anything. */
  boolean keep(Node node, String reason) {
    boolean changes = isHalf(node) && Planner.touchesFloats(node, this);
    if (changes) {
      kept.put(node, Optional.of(reason));
    }
    for (Graph subgraph : node.subgraphs()) {
      Region within = inner(subgraph);
      for (Node one : within.graph.nodes()) {
        changes |= within.keep(one, reason);
      }
    }
    return changes;
  }

  /** Whether the graph itself has the value, not one around it. */
  boolean defines(String value) {
    return graph.isInput(value)
        || graph.initializers().containsKey(value)
        || graph.sparseInitializers().containsKey(value)
        || graph.producer(value) != null;
  }

  /** The element type of a tensor that its nodes see; null if it is unknown or no tensor. */
  @Nullable ElementType elementType(String value) {
    if (!defines(value)) {
      return outer == null ? null : outer.elementType(value);
    }
    Initializer initializer = graph.initializers().get(value);
    return initializer != null
        ? initializer.elementType()
        : types == null ? null : types.elementType(value);
  }

  /** What was inferred of the graph's values; null if nothing was. */
  @Nullable Types types() {
    return types;
  }

  /** Whether a value that its nodes see is a float32 tensor. */
  boolean isFloat(String value) {
    return elementType(value) == ElementType.FLOAT32;
  }

  /** Whether a node gives an output in 16 bits if it computes in them. */
  boolean wouldBeHalf(Node node, int output) {
    return isFloat(node.output(output)) && !Support.givesFloat32(node, output);
  }

  /** The elements of a constant that its nodes see; null for any other value. */
  @Nullable Tensor constant(String value) {
    if (!defines(value)) {
      return outer == null ? null : outer.constant(value);
    }
    Initializer initializer = graph.constant(value);
    if (initializer != null) {
      return initializer.tensor();
    }
    Node producer = graph.producer(value);
    if (producer == null || !producer.is("Constant")) {
      return null;
    }
    Attribute given = producer.attributes().get("value");
    return given == null ? null : given.asTensor();
  }
}
