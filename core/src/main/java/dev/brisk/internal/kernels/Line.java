package dev.brisk.internal.kernels;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;

/** The codes of an integer type, once what a caller gave with it has been checked. */
record Line(int lowest, int highest, boolean packed) {
  /** The codes of a type of 8 or 4 bits with a usable scale and zero point. */
  static Line of(ElementType type, float scale, int zeroPoint) {
    Line line =
        switch (type) {
          case INT8 -> new Line(Byte.MIN_VALUE, Byte.MAX_VALUE, false);
          case UINT8 -> new Line(0, 255, false);
          case INT4 -> new Line(-8, 7, true);
          case UINT4 -> new Line(0, 15, true);
          default ->
              throw new InvalidInputException(
                  "Codes are of type int8, uint8, int4 or uint4, but %s was asked for"
                      .formatted(type));
        };
    if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
      throw new InvalidInputException(
          "A scale must be positive and finite, but is %s".formatted(scale));
    }
    if (zeroPoint < line.lowest || zeroPoint > line.highest) {
      throw new InvalidInputException(
          "The zero point of %s must be from %d to %d, but is %d"
              .formatted(type, line.lowest, line.highest, zeroPoint));
    }
    return line;
  }

  /** The codes of a type of 8 bits with usable scales and zero points for arrays of a length. */
  static Line of(
      ElementType type, int values, int codes, int inner, float[] scales, int[] zeroPoints) {
    int channels = scales.length;
    if (channels != zeroPoints.length) {
      throw new InvalidInputException(
          "There must be as many zero points as scales, but there are %d and %d"
              .formatted(zeroPoints.length, channels));
    }
    if (inner < 1 || channels < 1 || values % ((long) inner * channels) != 0 || values != codes) {
      throw new InvalidInputException(
          "%d values and %d codes are not both whole rows of %d channels of %d"
              .formatted(values, codes, channels, inner));
    }
    Line line = null;
    for (int c = 0; c < channels; c++) {
      line = of(type, scales[c], zeroPoints[c]);
    }
    if (line == null || line.packed) {
      throw new InvalidInputException(
          "Codes by channel are of type int8 or uint8, but %s was asked for".formatted(type));
    }
    return line;
  }

  boolean signed() {
    return lowest < 0;
  }

  /** The bytes that codes take. */
  int bytes(int count) {
    return packed ? count / 2 + (count & 1) : count;
  }
}
