package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Codes;

/**
 * The codes of a block's weights: 0 to 15 or 255, and how many weights share a line.
 *
 * @param bits 4 or 8
 * @param block the number of weights in a block, a power of two
 * @param symmetric whether the middle code always stands for zero, so that no zero point is stored
 */
public record Grid(int bits, int block, boolean symmetric) {
  /** The codes. */
  public Codes codes() {
    return bits == 4 ? Codes.UINT4 : Codes.UINT8;
  }

  /** The code in the middle, rounded up. */
  public int middle() {
    return 1 << (bits - 1);
  }

  /** The number of blocks that so many weights take. */
  public int blocks(int inputs) {
    return (inputs + block - 1) / block;
  }

  /** The line of a block of zeros. */
  Affine flat() {
    return new Affine(1, symmetric ? middle() : 0);
  }

  /**
   * A line of a scale, which is brought into the range of normal floats.
   *
   * @param scale finite; its sign stays
   */
  Affine line(double scale, int zeroPoint) {
    double magnitude = Math.min(Math.max(Math.abs(scale), Float.MIN_NORMAL), Float.MAX_VALUE);
    return new Affine((float) Math.copySign(magnitude, scale), zeroPoint);
  }
}
