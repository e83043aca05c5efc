package dev.brisk.quantization.arithmetic;

import dev.brisk.ElementType;

/** The integers that stand for real numbers: how many, and whether zero is their middle. */
public enum Codes {
  /** 0 to 15 with any zero point: weights in blocks. */
  UINT4(0, 15, false),
  /** 0 to 255 with any zero point: activations. */
  UINT8(0, 255, false),
  /** -128 to 127 with any zero point: activations. */
  INT8_ANY_ZERO(-128, 127, false),
  /** -127 to 127 with zero point 0: weights, and activations that are symmetric. */
  INT8(-127, 127, true),
  /** -64 to 64 with zero point 0: weights whose products with two uint8 codes add up in 16 bits. */
  INT8_SEVEN_BITS(-64, 64, true);

  private final int lowest;
  private final int highest;
  private final boolean symmetric;

  Codes(int lowest, int highest, boolean symmetric) {
    this.lowest = lowest;
    this.highest = highest;
    this.symmetric = symmetric;
  }

  /** The lowest code. */
  public int lowest() {
    return lowest;
  }

  /** The highest code. */
  public int highest() {
    return highest;
  }

  /** Whether the zero point is always 0. */
  public boolean symmetric() {
    return symmetric;
  }

  /** The type of bytes that hold them, one each. */
  public ElementType type() {
    return lowest < 0 ? ElementType.INT8 : ElementType.UINT8;
  }

  /** The number of codes. */
  public int count() {
    return highest - lowest + 1;
  }

  /** The nearest of these codes. */
  int clamp(double code) {
    return (int) Math.max(lowest, Math.min(highest, code));
  }
}
