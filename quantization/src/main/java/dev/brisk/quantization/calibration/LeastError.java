package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Codes;
import java.util.List;

/**
 * Covers, for each value, the range of that method whose codes have the least mean squared error on
 * the value's own histogram; of equally good ones the first.
 */
final class LeastError implements RangeMethod {
  private final List<RangeMethod> methods;

  LeastError(List<RangeMethod> methods) {
    this.methods = methods;
  }

  @Override
  public String name() {
    return "auto";
  }

  @Override
  public Range range(Histogram histogram, Codes codes) {
    Range best = histogram.range();
    if (histogram.isEmpty()) {
      return best;
    }
    QuantizationNoise noise = new QuantizationNoise(histogram);
    double least = Double.POSITIVE_INFINITY;
    for (RangeMethod method : methods) {
      Range range = method.range(histogram, codes);
      double error = noise.meanSquare(Affine.covering(range.min(), range.max(), codes), codes);
      if (error < least) {
        least = error;
        best = range;
      }
    }
    return best;
  }
}
