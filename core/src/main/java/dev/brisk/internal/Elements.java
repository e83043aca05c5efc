package dev.brisk.internal;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Converts elements of every type in native-order direct memory, which may be in several parts, all
 * but the last a multiple of 16 bytes long.
 *
 * <p>The rules are those of ONNX's Cast where it has one. Floats to narrower floats: the nearest,
 * ties to even; beyond the range infinity, but the greatest number for the types of 8 and 4 bits.
 * Integers to integers: the low bits. To bool: whether it is not zero. Floats to integers, of which
 * ONNX leaves the rounding and the range open: the nearest, ties to even, saturated; 0 for NaN.
 */
public final class Elements {
  private static final int BLOCK = 4096;

  private Elements() {}

  /** A copy of the elements, each as the nearest float; bool gives 0 and 1. */
  public static float[] toFloats(ElementType type, Buffer[] parts, int count) {
    requireNumbers(type);
    float[] values = new float[count];
    inBlocks(type, parts, count, (part, from, at, n) -> floats(type, part, from, values, at, n));
    return values;
  }

  /** A copy of the elements, each as the nearest double. */
  public static double[] toDoubles(ElementType type, Buffer[] parts, int count) {
    requireNumbers(type);
    double[] values = new double[count];
    inBlocks(
        type,
        parts,
        count,
        (part, from, at, n) -> ElementReader.nearestDoubles(type, part, from, values, (int) at, n));
    return values;
  }

  /** A copy of integers or bools; uint64 values keep their bits. */
  public static long[] toLongs(ElementType type, Buffer[] parts, int count) {
    long[] values = new long[count];
    inBlocks(
        type,
        parts,
        count,
        (part, from, at, n) -> ElementReader.longs(type, part, from, values, (int) at, n));
    return values;
  }

  /** Writes numbers, converted to another type of number, to the beginning of the target. */
  public static void convert(
      ElementType from, Buffer[] parts, ElementType to, ByteBuffer target, long count) {
    inBlocks(
        from,
        parts,
        count,
        (part, start, at, n) -> convertBlock(from, part, start, to, target, at, n));
  }

  /** Puts the bytes of all elements into a native-order target. */
  public static void copy(Buffer[] parts, ByteBuffer target) {
    for (Buffer part : parts) {
      if (part instanceof FloatBuffer floats) {
        target.asFloatBuffer().put(floats.duplicate());
      } else if (part instanceof DoubleBuffer doubles) {
        target.asDoubleBuffer().put(doubles.duplicate());
      } else if (part instanceof IntBuffer ints) {
        target.asIntBuffer().put(ints.duplicate());
      } else if (part instanceof LongBuffer longs) {
        target.asLongBuffer().put(longs.duplicate());
      } else if (part instanceof ShortBuffer shorts) {
        target.asShortBuffer().put(shorts.duplicate());
      } else {
        target.put(Views.bytes(part));
      }
    }
  }

  private static void convertBlock(
      ElementType from,
      Buffer part,
      long start,
      ElementType to,
      ByteBuffer target,
      long at,
      int n) {
    if (isIntegral(from) && isIntegral(to)) {
      long[] block = new long[n];
      ElementReader.longs(from, part, start, block, 0, n);
      ElementWriter.longs(to, block, n, target, at);
    } else if (ElementReader.fitsFloat(from) && to != ElementType.FLOAT64) {
      float[] block = new float[n];
      ElementReader.floats(from, part, start, block, 0, n);
      ElementWriter.floats(to, block, n, target, at);
    } else {
      double[] block = new double[n];
      if (to == ElementType.FLOAT64) {
        ElementReader.nearestDoubles(from, part, start, block, 0, n);
      } else {
        ElementReader.doubles(from, part, start, block, 0, n);
      }
      ElementWriter.doubles(to, block, n, target, at);
    }
  }

  private static void floats(
      ElementType type, Buffer part, long from, float[] values, long at, int n) {
    if (ElementReader.fitsFloat(type)) {
      ElementReader.floats(type, part, from, values, (int) at, n);
      return;
    }
    double[] block = new double[n];
    ElementReader.doubles(type, part, from, block, 0, n);
    for (int i = 0; i < n; i++) {
      values[(int) at + i] = (float) block[i];
    }
  }

  private static boolean isIntegral(ElementType type) {
    return type.isInteger() || type == ElementType.BOOL;
  }

  /** Refuses strings and complex numbers. */
  public static void requireNumbers(ElementType type) {
    if (!type.isFloat() && !isIntegral(type)) {
      throw new InvalidInputException(
          "Elements of type %s are not converted to or from numbers; %s"
              .formatted(
                  type,
                  type == ElementType.STRING
                      ? "read them with toStringArray"
                      : "complex numbers are only kept, as bytes"));
    }
  }

  private static void inBlocks(ElementType type, Buffer[] parts, long count, BlockAction action) {
    long at = 0;
    for (Buffer part : parts) {
      int width = part instanceof ByteBuffer ? Byte.SIZE : type.bits();
      long end = Math.min(count - at, (long) part.capacity() * width / type.bits());
      for (long from = 0; from < end; from += BLOCK) {
        int n = (int) Math.min(BLOCK, end - from);
        action.accept(part, from, at + from, n);
      }
      at += end;
    }
  }

  /** What is done with a run of elements in one part. */
  @FunctionalInterface
  private interface BlockAction {
    /**
     * @param from the first one's place in the part
     * @param at its place in all parts
     */
    void accept(Buffer part, long from, long at, int n);
  }
}
