package dev.brisk.internal;

import dev.brisk.ElementType;
import dev.brisk.QuantizationKernels;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/** Writes a run of numbers from an array as elements of one type, as ONNX's Cast has it. */
final class ElementWriter {
  private ElementWriter() {}

  /** Writes floats as any type but float64. */
  static void floats(ElementType type, float[] in, int n, ByteBuffer memory, long to) {
    switch (type) {
      case FLOAT32 -> Views.floats(memory).put((int) to, in, 0, n);
      case FLOAT16, BFLOAT16 -> {
        short[] halves = new short[n];
        QuantizationKernels.best().narrow(type, in, 0, halves, 0, n);
        Views.shorts(memory).put((int) to, halves);
      }
      case FLOAT8E4M3FN -> small(SmallFloat.E4M3FN, in, n, Views.bytes(memory), (int) to);
      case FLOAT8E4M3FNUZ -> small(SmallFloat.E4M3FNUZ, in, n, Views.bytes(memory), (int) to);
      case FLOAT8E5M2 -> small(SmallFloat.E5M2, in, n, Views.bytes(memory), (int) to);
      case FLOAT8E5M2FNUZ -> small(SmallFloat.E5M2FNUZ, in, n, Views.bytes(memory), (int) to);
      case FLOAT8E8M0 -> powers(in, n, Views.bytes(memory), (int) to);
      case FLOAT4E2M1 -> packed(in, n, Views.bytes(memory), to);
      case INT8 -> bytes(in, n, Byte.MIN_VALUE, Byte.MAX_VALUE, Views.bytes(memory), (int) to);
      case UINT8 -> bytes(in, n, 0, 0xFF, Views.bytes(memory), (int) to);
      default -> {
        double[] wide = new double[n];
        for (int i = 0; i < n; i++) {
          wide[i] = in[i];
        }
        doubles(type, wide, n, memory, to);
      }
    }
  }

  /** Writes doubles as any type. */
  static void doubles(ElementType type, double[] in, int n, ByteBuffer memory, long to) {
    if (type == ElementType.FLOAT64) {
      Views.doubles(memory).put((int) to, in, 0, n);
    } else if (type.isFloat()) {
      float[] narrow = new float[n];
      for (int i = 0; i < n; i++) {
        narrow[i] = type == ElementType.FLOAT32 ? (float) in[i] : OddRounding.toFloat(in[i]);
      }
      floats(type, narrow, n, memory, to);
    } else {
      long[] integers = new long[n];
      for (int i = 0; i < n; i++) {
        integers[i] = IntegerRange.round(type, in[i]);
      }
      longs(type, integers, n, memory, to);
    }
  }

  /** Writes the low bits of integers as integers or bools. */
  static void longs(ElementType type, long[] in, int n, ByteBuffer memory, long to) {
    switch (type) {
      case INT64, UINT64 -> Views.longs(memory).put((int) to, in, 0, n);
      case INT32, UINT32 -> {
        IntBuffer out = Views.ints(memory);
        for (int i = 0; i < n; i++) {
          out.put((int) to + i, (int) in[i]);
        }
      }
      case INT16, UINT16 -> {
        ShortBuffer out = Views.shorts(memory);
        for (int i = 0; i < n; i++) {
          out.put((int) to + i, (short) in[i]);
        }
      }
      case INT8, UINT8 -> {
        ByteBuffer out = Views.bytes(memory);
        for (int i = 0; i < n; i++) {
          out.put((int) to + i, (byte) in[i]);
        }
      }
      case BOOL -> {
        ByteBuffer out = Views.bytes(memory);
        for (int i = 0; i < n; i++) {
          out.put((int) to + i, (byte) (in[i] == 0 ? 0 : 1));
        }
      }
      case INT4, UINT4, INT2, UINT2 -> {
        ByteBuffer out = Views.bytes(memory);
        for (int i = 0; i < n; i++) {
          code((int) in[i], type.bits(), out, to + i);
        }
      }
      default -> throw new IllegalArgumentException("not integers: " + type);
    }
  }

  private static void code(int code, int bits, ByteBuffer out, long index) {
    long bit = index * bits;
    int at = (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    int mask = ((1 << bits) - 1) << shift;
    out.put(at, (byte) ((out.get(at) & ~mask) | ((code << shift) & mask)));
  }

  private static void small(SmallFloat format, float[] in, int n, ByteBuffer out, int to) {
    for (int i = 0; i < n; i++) {
      out.put(to + i, (byte) format.fromFloat(in[i]));
    }
  }

  private static void powers(float[] in, int n, ByteBuffer out, int to) {
    for (int i = 0; i < n; i++) {
      out.put(to + i, (byte) Float8E8M0.fromFloat(in[i]));
    }
  }

  private static void packed(float[] in, int n, ByteBuffer out, long to) {
    for (int i = 0; i < n; i++) {
      code(SmallFloat.E2M1.fromFloat(in[i]), 4, out, to + i);
    }
  }

  private static void bytes(float[] in, int n, int least, int greatest, ByteBuffer out, int to) {
    for (int i = 0; i < n; i++) {
      int rounded = (int) Math.rint(in[i]);
      out.put(to + i, (byte) Math.max(least, Math.min(greatest, rounded)));
    }
  }
}
