package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.internal.BFloat16;
import dev.brisk.internal.Float16;
import dev.brisk.internal.Float8E8M0;
import dev.brisk.internal.OddRounding;
import dev.brisk.internal.SmallFloat;

/** Numbers in Java arrays made to be values of an element type. */
final class Narrowing {
  private Narrowing() {}

  /** Whether the elements need a long each. */
  static boolean isLong(ElementType type) {
    return switch (type) {
      case INT64, UINT64, UINT32 -> true;
      default -> false;
    };
  }

  /** A new array of zeros for the elements of a type of number. */
  static Object zeros(ElementType type, int size) {
    if (type == ElementType.FLOAT64) {
      return new double[size];
    } else if (type.isFloat()) {
      return new float[size];
    }
    return isLong(type) ? new long[size] : new int[size];
  }

  /** The array itself with each value rounded to a type of at most 32 bits. */
  static float[] round(ElementType type, float[] values) {
    if (type == ElementType.FLOAT32) {
      return values;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = round(type, values[i]);
    }
    return values;
  }

  /** The nearest floats of a type of at most 32 bits, each rounded once. */
  static float[] round(ElementType type, double[] values) {
    float[] rounded = new float[values.length];
    if (type == ElementType.FLOAT32) {
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (float) values[i];
      }
      return rounded;
    }
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = round(type, OddRounding.toFloat(values[i]));
    }
    return rounded;
  }

  private static float round(ElementType type, float value) {
    return switch (type) {
      case FLOAT32 -> value;
      case FLOAT16 -> Float16.toFloat(Float16.fromFloat(value));
      case BFLOAT16 -> BFloat16.toFloat(BFloat16.fromFloat(value));
      case FLOAT8E8M0 -> Float8E8M0.toFloat(Float8E8M0.fromFloat(value));
      case FLOAT8E4M3FN -> round(SmallFloat.E4M3FN, value);
      case FLOAT8E4M3FNUZ -> round(SmallFloat.E4M3FNUZ, value);
      case FLOAT8E5M2 -> Float.isInfinite(value) ? value : round(SmallFloat.E5M2, value);
      case FLOAT8E5M2FNUZ -> round(SmallFloat.E5M2FNUZ, value);
      case FLOAT4E2M1 -> round(SmallFloat.E2M1, value);
      default -> throw new IllegalArgumentException("not a float type: " + type);
    };
  }

  private static float round(SmallFloat format, float value) {
    return format.toFloat(format.fromFloat(value));
  }

  /** The array itself with each value cut to the low bits of a type of at most 32 bits. */
  static int[] cut(ElementType type, int[] values) {
    int unused = Integer.SIZE - type.bits();
    switch (type) {
      case INT32 -> {}
      case BOOL -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = values[i] == 0 ? 0 : 1;
        }
      }
      case INT8, INT16, INT4, INT2 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = values[i] << unused >> unused;
        }
      }
      case UINT8, UINT16, UINT4, UINT2 -> {
        for (int i = 0; i < values.length; i++) {
          values[i] = values[i] << unused >>> unused;
        }
      }
      default -> throw new IllegalArgumentException("not an integer type: " + type);
    }
    return values;
  }

  /** The array itself with each value cut to the low bits of a type that needs longs. */
  static long[] cut(ElementType type, long[] values) {
    if (type == ElementType.UINT32) {
      for (int i = 0; i < values.length; i++) {
        values[i] &= 0xFFFFFFFFL;
      }
    }
    return values;
  }

  /** The number whose bits a uint64 has, as the nearest double. */
  static double unsigned(long bits) {
    return OddRounding.nearestUnsigned(bits);
  }
}
