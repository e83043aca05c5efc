package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Codes;

/** Covers all numbers seen. */
final class MinMax implements RangeMethod {
  @Override
  public String name() {
    return "min-max";
  }

  @Override
  public Range range(Histogram histogram, Codes codes) {
    return histogram.range();
  }
}
