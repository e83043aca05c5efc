package dev.brisk.quantization.calibration;

import java.util.List;

/** All range methods, in the order in which they are listed to users. */
public final class RangeMethods {
  private static final List<RangeMethod> ALL =
      List.of(new MinMax(), new Percentile(), new Entropy(), new MeanSquaredError());

  private RangeMethods() {}

  /** All of them. */
  public static List<RangeMethod> all() {
    return ALL;
  }
}
