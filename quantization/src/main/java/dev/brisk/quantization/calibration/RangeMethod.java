package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Codes;

/** A way to choose, from a value's histogram, the range that codes cover. Stateless. */
public interface RangeMethod {
  /** The name it is asked for by: lower-case letters and dashes. */
  String name();

  /**
   * The range to cover, within that of the numbers seen; zero alone if there were none. It need not
   * hold zero: codes always cover zero as well.
   *
   * @param histogram of the value
   * @param codes what the numbers become
   */
  Range range(Histogram histogram, Codes codes);
}
