package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Codes;

/**
 * Covers the mean of the samples' ranges: from the mean of each sample's least number to the mean
 * of each sample's greatest.
 *
 * <p>That is the moving average m(n) = m(n-1) + (x(n) - m(n-1)) / n, in which all samples weigh the
 * same. One with a fixed weight would hang on the samples' order, and could not be merged.
 */
final class MovingAverage implements RangeMethod {
  @Override
  public String name() {
    return "moving-average";
  }

  @Override
  public Range range(Histogram histogram, Codes codes) {
    return histogram.meanRange();
  }
}
