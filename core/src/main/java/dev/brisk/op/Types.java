package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ShapeInference} found of a graph's values. Immutable and thread-safe.
 *
 * <p>A free dimension that the model does not name has a symbol that begins with a question mark,
 * so that equal sizes can be told; such symbols mean nothing outside this object.
 */
public final class Types {
  final Map<String, ValueType> types = new HashMap<>();
  final Map<String, Tensor> constants = new HashMap<>();
  final Map<Graph, Types> subgraphs = new HashMap<>();

  final Set<Node> identities = new HashSet<>();

  Types() {}

  /** The type of a value of the graph; null if it is unknown. */
  public @Nullable ValueType type(String value) {
    return types.get(value);
  }

  /** The shape of a tensor; null if not even its rank is known. */
  public @Nullable Shape shape(String value) {
    return types.get(value) instanceof ValueType.OfTensor tensor ? tensor.shape() : null;
  }

  /** The element type of a tensor; null if it is unknown. */
  public @Nullable ElementType elementType(String value) {
    return types.get(value) instanceof ValueType.OfTensor tensor ? tensor.elementType() : null;
  }

  /**
   * The elements of a small tensor that nodes compute from constants alone; null for any other, and
   * for initializers, which the graph itself has.
   */
  public @Nullable Tensor constant(String value) {
    return constants.get(value);
  }

  /** Whether the node's first output equals its first input, whatever the model's inputs hold. */
  public boolean isIdentity(Node node) {
    return identities.contains(node);
  }

  /** What was found of a graph within a node of this graph; null if that was not looked at. */
  public @Nullable Types of(Graph subgraph) {
    return subgraphs.get(subgraph);
  }
}
