package dev.brisk.internal;

import dev.brisk.ElementType;
import dev.brisk.QuantizationKernels;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Reads a run of elements into an array whose type holds each of them exactly, or as {@link
 * OddRounding} has it.
 */
final class ElementReader {
  private ElementReader() {}

  /** Whether a float holds each element exactly. */
  static boolean fitsFloat(ElementType type) {
    return switch (type) {
      case FLOAT64, INT32, UINT32, INT64, UINT64 -> false;
      default -> true;
    };
  }

  /** Reads elements that {@link #fitsFloat}. */
  static void floats(ElementType type, Buffer memory, long from, float[] out, int at, int n) {
    switch (type) {
      case FLOAT32 -> Views.floats(memory).get((int) from, out, at, n);
      case FLOAT16, BFLOAT16 -> {
        short[] halves = new short[n];
        Views.shorts(memory).get((int) from, halves);
        QuantizationKernels.best().widen(type, halves, 0, out, at, n);
      }
      case FLOAT8E4M3FN -> small(SmallFloat.E4M3FN, Views.bytes(memory), from, out, at, n);
      case FLOAT8E4M3FNUZ -> small(SmallFloat.E4M3FNUZ, Views.bytes(memory), from, out, at, n);
      case FLOAT8E5M2 -> small(SmallFloat.E5M2, Views.bytes(memory), from, out, at, n);
      case FLOAT8E5M2FNUZ -> small(SmallFloat.E5M2FNUZ, Views.bytes(memory), from, out, at, n);
      case FLOAT8E8M0 -> powers(Views.bytes(memory), (int) from, out, at, n);
      case FLOAT4E2M1 -> packed(Views.bytes(memory), from, out, at, n);
      case INT8 -> int8s(Views.bytes(memory), (int) from, out, at, n);
      case UINT8 -> uint8s(Views.bytes(memory), (int) from, out, at, n);
      default -> {
        long[] integers = new long[n];
        longs(type, memory, from, integers, 0, n);
        for (int i = 0; i < n; i++) {
          out[at + i] = integers[i];
        }
      }
    }
  }

  /** Reads numbers of any type, each as the nearest double. */
  static void nearestDoubles(
      ElementType type, Buffer memory, long from, double[] out, int at, int n) {
    if (type != ElementType.INT64 && type != ElementType.UINT64) {
      doubles(type, memory, from, out, at, n);
      return;
    }
    LongBuffer integers = Views.longs(memory);
    boolean unsigned = type == ElementType.UINT64;
    for (int i = 0; i < n; i++) {
      long integer = integers.get((int) from + i);
      out[at + i] = unsigned ? OddRounding.nearestUnsigned(integer) : (double) integer;
    }
  }

  /** Reads numbers of any type; 64-bit integers as {@link OddRounding} has it. */
  static void doubles(ElementType type, Buffer memory, long from, double[] out, int at, int n) {
    if (type == ElementType.FLOAT64) {
      DoubleBuffer numbers = Views.doubles(memory);
      numbers.get((int) from, out, at, n);
    } else if (fitsFloat(type)) {
      float[] floats = new float[n];
      floats(type, memory, from, floats, 0, n);
      for (int i = 0; i < n; i++) {
        out[at + i] = floats[i];
      }
    } else {
      long[] integers = new long[n];
      longs(type, memory, from, integers, 0, n);
      boolean unsigned = type == ElementType.UINT64;
      for (int i = 0; i < n; i++) {
        out[at + i] =
            unsigned
                ? OddRounding.unsignedToDouble(integers[i])
                : OddRounding.toDouble(integers[i]);
      }
    }
  }

  /** Reads integers or bools; uint64 values keep their bits. */
  static void longs(ElementType type, Buffer memory, long from, long[] out, int at, int n) {
    switch (type) {
      case INT64, UINT64 -> {
        LongBuffer integers = Views.longs(memory);
        integers.get((int) from, out, at, n);
      }
      case INT32, UINT32 -> {
        IntBuffer integers = Views.ints(memory);
        long mask = type == ElementType.UINT32 ? 0xFFFFFFFFL : -1L;
        for (int i = 0; i < n; i++) {
          out[at + i] = integers.get((int) from + i) & mask;
        }
      }
      case INT16, UINT16 -> {
        ShortBuffer integers = Views.shorts(memory);
        long mask = type == ElementType.UINT16 ? 0xFFFFL : -1L;
        for (int i = 0; i < n; i++) {
          out[at + i] = integers.get((int) from + i) & mask;
        }
      }
      case INT8, UINT8 -> {
        ByteBuffer integers = Views.bytes(memory);
        long mask = type == ElementType.UINT8 ? 0xFFL : -1L;
        for (int i = 0; i < n; i++) {
          out[at + i] = integers.get((int) from + i) & mask;
        }
      }
      case BOOL -> {
        ByteBuffer bools = Views.bytes(memory);
        for (int i = 0; i < n; i++) {
          out[at + i] = bools.get((int) from + i) == 0 ? 0 : 1;
        }
      }
      case INT4, UINT4, INT2, UINT2 -> {
        ByteBuffer bytes = Views.bytes(memory);
        int unused = Long.SIZE - type.bits();
        boolean signed = type == ElementType.INT4 || type == ElementType.INT2;
        for (int i = 0; i < n; i++) {
          long high = (long) code(bytes, type.bits(), from + i) << unused;
          out[at + i] = signed ? high >> unused : high >>> unused;
        }
      }
      default -> throw new IllegalArgumentException("not integers: " + type);
    }
  }

  private static int code(ByteBuffer bytes, int bits, long index) {
    long bit = index * bits;
    return bytes.get((int) (bit >>> 3)) >>> (bit & 7);
  }

  private static void small(
      SmallFloat format, ByteBuffer in, long from, float[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = format.toFloat(in.get((int) from + i));
    }
  }

  private static void packed(ByteBuffer in, long from, float[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = SmallFloat.E2M1.toFloat(code(in, 4, from + i));
    }
  }

  private static void powers(ByteBuffer in, int from, float[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = Float8E8M0.toFloat(in.get(from + i));
    }
  }

  private static void int8s(ByteBuffer in, int from, float[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = in.get(from + i);
    }
  }

  private static void uint8s(ByteBuffer in, int from, float[] out, int at, int n) {
    for (int i = 0; i < n; i++) {
      out[at + i] = in.get(from + i) & 0xFF;
    }
  }
}
