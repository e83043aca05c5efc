package dev.brisk.pass;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Numbers per channel: taken from constants, and multiplied into weights. */
final class Channels {
  private Channels() {}

  /** Whether weights of the type can be folded. */
  static boolean foldable(ElementType type) {
    return switch (type) {
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> true;
      default -> false;
    };
  }

  /**
   * A constant's number for each channel, if it stretches over a tensor of the given rank with so
   * many channels on axis 1 as one number a channel, and does not stretch that tensor; else null.
   */
  static double @Nullable [] of(Tensor constant, int rank, int channels) {
    Shape shape = constant.shape();
    if (!foldable(constant.elementType()) || shape.rank() > rank) {
      return null;
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean channelAxis = axis - shape.rank() + rank == 1;
      if (shape.dim(axis) != 1 && !(channelAxis && shape.dim(axis) == channels)) {
        return null;
      }
    }
    double[] values = constant.toDoubleArray();
    return values.length == 1 ? filled(channels, values[0]) : values;
  }

  /** So many times the same number. */
  static double[] filled(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  /**
   * A tensor with each element multiplied by its channel's factor.
   *
   * @param channel the channel of each element
   * @return null if an element of the result is not finite, or the tensor is too large
   */
  static @Nullable Tensor scaled(Tensor weights, double[] factors, IntUnaryOperator channel) {
    if (weights.byteSize() > Integer.MAX_VALUE - 16L) {
      return null;
    } else if (weights.elementType() == ElementType.FLOAT32) {
      return scaledFloats(weights, factors, channel);
    }
    double[] values = weights.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factors[channel.applyAsInt(i)];
    }
    return tensor(weights.elementType(), values, weights.shape());
  }

  private static @Nullable Tensor scaledFloats(
      Tensor weights, double[] factors, IntUnaryOperator channel) {
    Tensor made = Tensor.allocate(ElementType.FLOAT32, weights.shape());
    FloatBuffer from = weights.asFloatBuffer();
    FloatBuffer to = made.asFloatBuffer();
    for (int i = 0; i < from.limit(); i++) {
      float value = (float) (from.get(i) * factors[channel.applyAsInt(i)]);
      if (!Float.isFinite(value)) {
        return null;
      }
      to.put(i, value);
    }
    return made;
  }

  /** A tensor of the values, rounded to the type; null if one of them is then not finite. */
  static @Nullable Tensor tensor(ElementType type, double[] values, Shape shape) {
    Tensor wide = Tensor.allocate(ElementType.FLOAT64, shape);
    DoubleBuffer doubles = wide.asDoubleBuffer();
    doubles.put(values);
    Tensor made = wide.to(type);
    for (double value : made.toDoubleArray()) {
      if (!Double.isFinite(value)) {
        return null;
      }
    }
    return made;
  }
}
