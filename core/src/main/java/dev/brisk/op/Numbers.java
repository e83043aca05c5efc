package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tensors of computed numbers. */
final class Numbers {
  private Numbers() {}

  /** Whether doubles hold the elements exactly and results are told from them by rounding. */
  static boolean exact(ElementType type) {
    return switch (type) {
      case FLOAT32, FLOAT64, INT32, BOOL -> true;
      default -> false;
    };
  }

  /** One tensor of the values, each rounded to the type; integers must be whole. */
  static List<Tensor> tensor(ElementType type, Shape shape, double[] values) {
    if (type != ElementType.FLOAT32 && type != ElementType.FLOAT64) {
      return tensor(type, shape, Arrays.stream(values).mapToLong(value -> (long) value).toArray());
    }
    Tensor made = Tensor.allocate(type, shape);
    if (type == ElementType.FLOAT64) {
      made.asDoubleBuffer().put(values);
    } else {
      FloatBuffer floats = made.asFloatBuffer();
      for (double value : values) {
        floats.put((float) value);
      }
    }
    return List.of(made);
  }

  /** One tensor of the values, each cut to the width of the integer type, or as a float. */
  static List<Tensor> tensor(ElementType type, Shape shape, long[] values) {
    Tensor made = Tensor.allocate(type, shape);
    ByteBuffer bytes = made.asByteBuffer();
    for (long value : values) {
      switch (type) {
        case INT64, UINT64 -> bytes.putLong(value);
        case INT32, UINT32 -> bytes.putInt((int) value);
        case INT16, UINT16 -> bytes.putShort((short) value);
        case INT8, UINT8 -> bytes.put((byte) value);
        case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
        case FLOAT32 -> bytes.putFloat((float) value);
        case FLOAT64 -> bytes.putDouble((double) value);
        default -> throw new IllegalArgumentException("not a number's type: " + type);
      }
    }
    return List.of(made);
  }

  /** A constant int64 vector, or a single element, of sizes that are all numbers; else null. */
  static @Nullable Tensor ofDims(List<Dim> dims, boolean single) {
    long[] values = Axes.known(dims);
    return values == null ? null : single ? Tensor.of(values) : Tensor.of(values, values.length);
  }
}
