package dev.brisk.internal;

import dev.brisk.ElementType;
import dev.brisk.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads, writes and converts elements of every type in native-order memory. */
public final class Elements {
  private Elements() {}

  /** A copy of the first elements as floats. */
  public static float[] toFloats(ElementType type, ByteBuffer memory, int count) {
    float[] values = new float[count];
    ByteBuffer ordered = memory.duplicate().order(ByteOrder.nativeOrder());
    if (type == ElementType.FLOAT32) {
      ordered.asFloatBuffer().get(values);
      return values;
    }
    for (int i = 0; i < count; i++) {
      values[i] = (float) get(type, ordered, i);
    }
    return values;
  }

  /** A copy of the first elements as doubles. */
  public static double[] toDoubles(ElementType type, ByteBuffer memory, int count) {
    double[] values = new double[count];
    ByteBuffer ordered = memory.duplicate().order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      values[i] = get(type, ordered, i);
    }
    return values;
  }

  /** A copy of the first elements as longs. */
  public static long[] toLongs(ElementType type, ByteBuffer memory, int count) {
    long[] values = new long[count];
    ByteBuffer ordered = memory.duplicate().order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      values[i] =
          type.bits() == 64 ? ordered.getLong(i * Long.BYTES) : (long) get(type, ordered, i);
    }
    return values;
  }

  /** Converts elements from one type to another. */
  public static void convert(
      ElementType from, ByteBuffer source, ElementType to, ByteBuffer target, long count) {
    ByteBuffer in = source.duplicate().order(ByteOrder.nativeOrder());
    ByteBuffer out = target.duplicate().order(ByteOrder.nativeOrder());
    for (int i = 0; i < count; i++) {
      if (to == ElementType.FLOAT32) {
        out.putFloat(i * Float.BYTES, (float) get(from, in, i));
      } else {
        throw new UnsupportedModelException("Conversion to " + to + " is not there");
      }
    }
  }

  private static double get(ElementType type, ByteBuffer memory, int i) {
    return switch (type) {
      case FLOAT32 -> memory.getFloat(i * Float.BYTES);
      case FLOAT64 -> memory.getDouble(i * Double.BYTES);
      case INT32 -> memory.getInt(i * Integer.BYTES);
      case INT64 -> memory.getLong(i * Long.BYTES);
      case INT8 -> memory.get(i);
      case UINT8, BOOL -> memory.get(i) & 0xFF;
      case INT16 -> memory.getShort(i * Short.BYTES);
      case UINT16 -> memory.getShort(i * Short.BYTES) & 0xFFFF;
      default -> throw new UnsupportedModelException("Elements of " + type + " are not there");
    };
  }
}
