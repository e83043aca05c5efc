package dev.brisk.quantization.calibration;

import java.util.ArrayList;
import java.util.List;

/** All range methods, in the order in which they are listed to users. */
public final class RangeMethods {
  private static final List<RangeMethod> ALL =
      choosing(
          List.of(
              new MinMax(),
              new MovingAverage(),
              new Percentile(),
              new Entropy(),
              new MeanSquaredError()));

  private RangeMethods() {}

  /** The methods, and the one that chooses among them. */
  private static List<RangeMethod> choosing(List<RangeMethod> methods) {
    List<RangeMethod> all = new ArrayList<>(methods);
    all.add(new LeastError(methods));
    return List.copyOf(all);
  }

  /** All of them. */
  public static List<RangeMethod> all() {
    return ALL;
  }
}
