package dev.brisk.pass.opset;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.op.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an {@link Upgrade} writes the new nodes of one graph, and asks about the old ones. */
final class Rewriting {
  final List<Node> nodes = new ArrayList<>();
  final List<Initializer> initializers = new ArrayList<>();
  private final Graph graph;
  private final Types types;
  private final Set<String> names;
  private final Map<String, Value> declared = new HashMap<>();

  /**
   * Starts with nothing written.
   *
   * @param types what is known of the main graph's values
   * @param names all names of the model's values; grows with those made here
   */
  Rewriting(Graph graph, Types types, Set<String> names) {
    this.graph = graph;
    this.types = types;
    this.names = names;
    declared.putAll(graph.values());
    graph.inputs().forEach(value -> declared.put(value.name(), value));
    graph.outputs().forEach(value -> declared.put(value.name(), value));
  }

  /** Writes a node. */
  void add(Node node) {
    nodes.add(node);
  }

  /** Makes a constant for a node; gives its name. */
  String constant(Node node, String role, Tensor elements) {
    String name = value(node, role);
    initializers.add(Initializer.of(name, elements));
    return name;
  }

  /** A new name for a value that a node needs in some role. */
  String value(Node node, String role) {
    String wanted = node.output(0) + "_" + role;
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** The shape of a value as far as the model tells; null if not even the rank. */
  @Nullable Shape shape(String value) {
    Initializer initializer = graph.initializers().get(value);
    if (initializer != null) {
      return initializer.shape();
    }
    Value known = declared.get(value);
    return known == null || known.shape() == null ? types.shape(value) : known.shape();
  }

  /**
   * The rank of a value.
   *
   * @throws UnsupportedModelException if the model does not tell it
   */
  int rank(Node node, String value) {
    Shape shape = shape(value);
    if (shape == null) {
      throw new UnsupportedModelException(
          "Node %s cannot be raised to a newer operator set: the rank of '%s' is not known"
              .formatted(node, value));
    }
    return shape.rank();
  }

  /** The element type of a value; float32 where the model does not tell. */
  ElementType elementType(String value) {
    Initializer initializer = graph.initializers().get(value);
    if (initializer != null) {
      return initializer.elementType();
    }
    Value known = declared.get(value);
    ElementType type = known == null ? types.elementType(value) : known.elementType();
    return type == null ? ElementType.FLOAT32 : type;
  }
}
