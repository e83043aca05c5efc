package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a node's inputs, and where it tells of its outputs. */
public interface InferenceContext {
  /** The node. */
  Node node();

  /** The version of the node's operator set that the model imports. */
  int opset();

  /** The type of an input, or null where it is unknown or left out. */
  @Nullable ValueType input(int index);

  /** The elements of an input, or null where they are not constant. */
  @Nullable Tensor constant(int index);

  /**
   * The elements, each as far as it is known, of an input that is a short vector of integers or a
   * single one; else null.
   */
  @Nullable List<Dim> integers(int index);

  /** Tells the type of an output. */
  void output(int index, ValueType type);

  /** Tells the elements of an output, which do not hang on the model's inputs. */
  void constant(int index, Tensor elements);

  /** Tells the elements, as far as they are known, of an output of integers of rank 0 or 1. */
  void integers(int index, List<Dim> elements);

  /** The type of an output as told or declared; null where it is unknown. */
  @Nullable ValueType told(int index);

  /** The types of the outputs of one of the node's subgraphs, null where unknown. */
  List<@Nullable ValueType> subgraph(Graph body);

  /** The node's attributes. */
  default Attributes attributes() {
    return node().attributes();
  }

  /** Whether an input is there, not left out. */
  default boolean has(int index) {
    return !node().input(index).isEmpty();
  }

  /** The shape of an input, or null where even its rank is unknown. */
  default @Nullable Shape shape(int index) {
    return input(index) instanceof ValueType.OfTensor tensor ? tensor.shape() : null;
  }

  /** The element type of an input, or null where it is unknown. */
  default @Nullable ElementType elementType(int index) {
    return input(index) instanceof ValueType.OfTensor tensor ? tensor.elementType() : null;
  }

  /** The shape of an output as told or declared, or null where even its rank is unknown. */
  default @Nullable Shape toldShape(int index) {
    return told(index) instanceof ValueType.OfTensor tensor ? tensor.shape() : null;
  }

  /** Tells that an output is a tensor; tells nothing where its element type is unknown. */
  default void output(int index, @Nullable ElementType elementType, @Nullable Shape shape) {
    if (elementType != null) {
      output(index, ValueType.tensor(elementType, shape));
    }
  }
}
