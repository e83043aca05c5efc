package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tensors made of the elements of others, moved and not changed, so of any element type. */
final class Moved {
  private Moved() {}

  /** Whether the elements take whole bytes. */
  static boolean movable(@Nullable Tensor tensor) {
    return tensor != null && tensor.elementType().bits() >= 8;
  }

  /** One tensor of which each element is that of the source at the given place. */
  static List<Tensor> by(int[] places, Tensor source, Shape shape) {
    Tensor made = Tensor.allocate(source.elementType(), shape);
    ByteBuffer from = source.asByteBuffer();
    ByteBuffer to = made.asByteBuffer();
    int width = width(source.elementType());
    for (int i = 0; i < places.length; i++) {
      to.put(i * width, from, places[i] * width, width);
    }
    return List.of(made);
  }

  /** The constant input 0 in the shape told of output 0. */
  static @Nullable List<Tensor> reshaped(InferenceContext node) {
    Tensor input = node.constant(0);
    Shape shape = node.toldShape(0);
    return input == null || shape == null ? null : List.of(input.reshape(shape.dims()));
  }

  /** Whether output 0 is known to have the type of input 0, down to each size. */
  static boolean keepsType(InferenceContext node) {
    Shape before = node.shape(0);
    Shape after = node.toldShape(0);
    if (before == null || after == null || before.rank() != after.rank()) {
      return false;
    }
    for (int axis = 0; axis < before.rank(); axis++) {
      if (!Dim.of(before, axis).same(Dim.of(after, axis))) {
        return false;
      }
    }
    return Objects.equals(node.input(0), node.told(0));
  }

  /** Copies one element. */
  static void copy(Tensor from, int place, Tensor to, int index) {
    int width = width(from.elementType());
    to.asByteBuffer().put(index * width, from.asByteBuffer(), place * width, width);
  }

  /** The element type of input 0, which is known. */
  static ElementType type(InferenceContext node) {
    return Objects.requireNonNull(node.elementType(0));
  }

  /** The size of an element in bytes. */
  static int width(ElementType type) {
    return type.bits() / 8;
  }
}
