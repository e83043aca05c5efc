package dev.brisk.op;

/** Unsigned integers of 2, 4 or 8 bits in bytes, the first in the low bits. */
final class Packed {
  private static final int BYTE = 8;

  private Packed() {}

  /**
   * The integers of rows, each of which begins with a byte.
   *
   * @param row how many integers a row has
   */
  static int[] codes(int[] bytes, int bits, int row) {
    int perByte = BYTE / bits;
    int rowBytes = -Math.floorDiv(-row, perByte);
    int rows = rowBytes == 0 ? 0 : bytes.length / rowBytes;
    int[] codes = new int[rows * row];
    for (int i = 0; i < codes.length; i++) {
      int within = i % row;
      int from = bytes[i / row * rowBytes + within / perByte] & 0xFF;
      codes[i] = (from >>> (within % perByte * bits)) & ((1 << bits) - 1);
    }
    return codes;
  }
}
