package dev.brisk.quantization.half;

import dev.brisk.ElementType;

/** The 16-bit floats that a model can be converted to. */
enum HalfFormat {
  /** 5 bits of exponent, 11 of precision: fine, but narrow. */
  FLOAT16("fp16", ElementType.FLOAT16, 65504, 0x1p-14, 0x1p-11, 0.1),

  /** 8 bits of exponent, as in float32, and 8 of precision: wide, but coarse. */
  BFLOAT16("bf16", ElementType.BFLOAT16, 0x1.FEp127, 0x1p-126, 0x1p-8, 0.3);

  private final String quantizer;
  private final ElementType elementType;
  private final double largest;
  private final double leastNormal;
  private final double unit;
  private final double gross;

  HalfFormat(
      String quantizer,
      ElementType elementType,
      double largest,
      double leastNormal,
      double unit,
      double gross) {
    this.quantizer = quantizer;
    this.elementType = elementType;
    this.largest = largest;
    this.leastNormal = leastNormal;
    this.unit = unit;
    this.gross = gross;
  }

  /** The name of the quantizer to it. */
  String quantizer() {
    return quantizer;
  }

  ElementType elementType() {
    return elementType;
  }

  /** The largest finite number. */
  double largest() {
    return largest;
  }

  /** The least positive number of full precision. */
  double leastNormal() {
    return leastNormal;
  }

  /** The largest relative error of rounding a number of full precision. */
  double unit() {
    return unit;
  }

  /** The relative error of results that rounding alone does not explain in sound models. */
  double gross() {
    return gross;
  }

  /** The element type's name. */
  @Override
  public String toString() {
    return elementType.toString();
  }
}
