package dev.brisk.internal.kernels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Codes of 4 bits, two in a byte, the first in its lower half: eight at a time. */
final class HalfBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH_LOW_HALF = 0x0F0F0F0F0F0F0F0FL;
  private static final long EACH_EIGHT = 0x0808080808080808L;
  private static final long EACH_SIGN = 0x8080808080808080L;

  private HalfBytes() {}

  /** Packs codes of one byte each; an odd last one leaves the upper half 0. */
  static void pack(byte[] codes, int count, byte[] packed, int to) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      long x = (long) LONG.get(codes, i) & EACH_LOW_HALF;
      x = (x | x >>> 4) & 0x00FF00FF00FF00FFL;
      x = (x | x >>> 8) & 0x0000FFFF0000FFFFL;
      INT.set(packed, to + i / 2, (int) (x | x >>> 16));
    }
    for (; i < count; i += 2) {
      int second = i + 1 < count ? codes[i + 1] : 0;
      packed[to + i / 2] = (byte) ((codes[i] & 0xF) | (second << 4));
    }
  }

  /** Unpacks codes to the start of an array. */
  static void unpack(byte[] packed, int from, byte[] codes, int count, boolean signed) {
    int i = 0;
    for (; i + 8 <= count; i += 8) {
      long x = (int) INT.get(packed, from + i / 2) & 0xFFFFFFFFL;
      x = (x | x << 16) & 0x0000FFFF0000FFFFL;
      x = (x | x << 8) & 0x00FF00FF00FF00FFL;
      x = (x | x << 4) & EACH_LOW_HALF;
      LONG.set(codes, i, signed ? extended(x) : x);
    }
    int unused = signed ? 28 : 0;
    for (; i < count; i++) {
      int half = packed[from + i / 2] >> (i % 2 * 4) & 0xF;
      codes[i] = (byte) (half << unused >> unused);
    }
  }

  /** Each byte's low half with its sign: (half ^ 8) - 8, with nothing borrowed between bytes. */
  private static long extended(long halves) {
    return (((halves ^ EACH_EIGHT) | EACH_SIGN) - EACH_EIGHT) ^ EACH_SIGN;
  }
}
