package dev.brisk.quantization.int4.block;

import java.util.function.IntBinaryOperator;

/** Codes of 4 or 8 bits in bytes, the first in the low bits. */
public final class Packing {
  private Packing() {}

  /**
   * Packs rows of codes, each of which begins with a byte.
   *
   * @param code the code of a row and a place in it; only its low bits count
   */
  public static byte[] rows(int rows, int length, int bits, IntBinaryOperator code) {
    int perByte = Byte.SIZE / bits;
    int rowBytes = (length + perByte - 1) / perByte;
    byte[] packed = new byte[Math.multiplyExact(rows, rowBytes)];
    int mask = (1 << bits) - 1;
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < length; i++) {
        int value = (code.applyAsInt(row, i) & mask) << (i % perByte * bits);
        packed[row * rowBytes + i / perByte] |= (byte) value;
      }
    }
    return packed;
  }
}
