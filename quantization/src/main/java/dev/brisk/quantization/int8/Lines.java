package dev.brisk.quantization.int8;

import dev.brisk.InvalidInputException;
import dev.brisk.graph.Initializer;
import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.calibration.Histogram;
import dev.brisk.quantization.calibration.Range;
import dev.brisk.quantization.calibration.StoredCalibration;
import java.util.HashMap;
import java.util.Map;

/** On which lines the uint8 codes of activations lie. */
final class Lines {
  private final Plan plan;
  private final Plan whole;
  private final StoredCalibration calibration;
  private final Settings settings;
  private final Map<String, Affine> byRoot = new HashMap<>();

  /**
   * The lines of a plan.
   *
   * @param whole the plan with nothing excluded, for values that a calibration observed only before
   *     they were moved
   */
  Lines(Plan plan, Plan whole, StoredCalibration calibration, Settings settings) {
    this.plan = plan;
    this.whole = whole;
    this.calibration = calibration;
    this.settings = settings;
  }

  /** The line of a value's codes. */
  Affine of(String value) {
    return byRoot.computeIfAbsent(plan.root(value), this::choose);
  }

  /** The line of the codes of a constant that is an operand beside activations. */
  Affine of(Initializer constant) {
    Histogram histogram = new Histogram();
    histogram.add(constant.tensor().asFloatBuffer());
    return covering(histogram.range());
  }

  private Affine choose(String root) {
    Range fixed = plan.fixed(root);
    if (fixed != null) {
      return covering(fixed);
    }
    Histogram histogram = calibration.value(root);
    if (histogram == null) {
      histogram = calibration.value(whole.root(root));
    }
    if (histogram == null) {
      throw new InvalidInputException(
          "The calibration did not observe '%s', which is quantized when these nodes are excluded;"
                  .formatted(root)
              + " calibrate with the same nodes excluded");
    }
    return covering(settings.ranges().range(histogram, codes()));
  }

  /** The codes of activations. */
  Codes codes() {
    return settings.target().activations();
  }

  private Affine covering(Range range) {
    return Affine.covering(range.min(), range.max(), codes());
  }
}
