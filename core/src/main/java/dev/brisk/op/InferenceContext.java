package dev.brisk.op;

import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
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

  /** Tells the type of an output. */
  void output(int index, ValueType type);

  /** Tells the elements of an output, which do not hang on the model's inputs. */
  void constant(int index, Tensor elements);
}
