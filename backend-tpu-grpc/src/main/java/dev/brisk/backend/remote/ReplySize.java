package dev.brisk.backend.remote;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import java.util.List;
import java.util.Map;

/**
 * How many bytes a reply may have: what is set, else what follows from the outputs' shapes. An
 * endless reply would take all memory.
 */
final class ReplySize {
  private static final long LEAST = 4 << 20;

  /** Where the outputs' shapes are open. */
  private static final int UNKNOWN = 256 << 20;

  /** The most bytes that one integer takes in the typed form. */
  private static final int VARINT = 10;

  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final int set;

  /** The limit; computed where {@code set} is 0. */
  ReplySize(List<TensorSpec> inputs, List<TensorSpec> outputs, int set) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.set = set;
  }

  int limit(Map<String, Tensor> given) {
    if (set > 0) {
      return set;
    }
    long rows = rows(given);
    double bytes = LEAST;
    for (TensorSpec output : outputs) {
      Shape shape = output.shape();
      if (shape == null || output.elementType() == ElementType.STRING) {
        return UNKNOWN;
      }
      double elements = 1;
      for (int axis = 0; axis < shape.rank(); axis++) {
        if (shape.dim(axis) == Shape.FREE && axis > 0) {
          return UNKNOWN;
        }
        elements *= shape.dim(axis) == Shape.FREE ? rows : shape.dim(axis);
      }
      bytes += elements * (output.elementType().isFloat() ? Double.BYTES : VARINT);
    }
    return (int) Math.min(Integer.MAX_VALUE - 8, bytes);
  }

  /** What the first free dimension is in the inputs given. */
  private long rows(Map<String, Tensor> given) {
    for (TensorSpec input : inputs) {
      Tensor tensor = given.get(input.name());
      Shape shape = input.shape();
      if (tensor != null && shape != null && shape.rank() > 0 && shape.dim(0) == Shape.FREE) {
        return Math.max(1, tensor.shape().dim(0));
      }
    }
    return 1;
  }
}
