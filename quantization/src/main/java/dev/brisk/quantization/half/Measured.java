package dev.brisk.quantization.half;

import dev.brisk.Shape;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Histogram;
import dev.brisk.quantization.calibration.StoredCalibration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the samples say against 16 bits. A value is safe if its largest number, times the headroom,
 * is finite in the format, and not all its numbers are below the format's full precision.
 */
final class Measured {
  /** What divides by an input, or grows without bounds as it nears zero. */
  private static final Map<String, Integer> SENSITIVE_NEAR_ZERO =
      Map.of("Div", 1, "Log", 0, "Pow", 0, "Reciprocal", 0, "Sqrt", 0);

  /** What adds up numbers, which some runtimes do in the type of these. */
  private static final Set<String> SUMS =
      Set.of("AveragePool", "GlobalAveragePool", "ReduceL1", "ReduceMean", "ReduceSum");

  /** What adds up squares of numbers. */
  private static final Set<String> SQUARES =
      Set.of(
          "GlobalLpPool",
          "InstanceNormalization",
          "LRN",
          "LpNormalization",
          "LpPool",
          "MeanVarianceNormalization",
          "ReduceL2",
          "ReduceSumSquare");

  private final HalfFormat format;
  private final double headroom;
  private final StoredCalibration calibration;

  Measured(HalfFormat format, double headroom, StoredCalibration calibration) {
    this.format = format;
    this.headroom = headroom;
    this.calibration = calibration;
  }

  /** Whether the samples say anything of a value of the main graph. */
  boolean knows(Region region, String value) {
    return histogram(region, value) != null;
  }

  /** Why a node of the main graph must not compute in the format; empty if nothing is known. */
  Optional<String> risk(Node node, Region region) {
    for (int i = 0; i < node.inputs().size(); i++) {
      Histogram histogram = histogram(region, node.input(i));
      if (histogram != null && !Support.readsFloat32(node, i)) {
        Optional<String> risk = ofValue(node.input(i), histogram);
        risk = risk.isPresent() ? risk : nearZero(node, i, histogram);
        if (risk.isPresent()) {
          return risk;
        }
      }
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      Histogram histogram = histogram(region, node.output(i));
      if (histogram != null && region.wouldBeHalf(node, i)) {
        Optional<String> risk = ofValue(node.output(i), histogram);
        if (risk.isPresent()) {
          return risk;
        }
      }
    }
    return ofSum(node, region);
  }

  /** Only of values of the main graph: samples show no others. */
  private @Nullable Histogram histogram(Region region, String value) {
    Region owner = region;
    while (owner.outer() != null && !owner.defines(value)) {
      owner = owner.outer();
    }
    Histogram found = owner.outer() == null ? calibration.value(value) : null;
    return found == null || found.isEmpty() ? null : found;
  }

  private Optional<String> ofValue(String value, Histogram histogram) {
    double most = magnitude(histogram);
    if (most * headroom > format.largest()) {
      return Optional.of(
          "'%s' reaches %s, and %s ends at %s"
              .formatted(value, Numbers.brief(most), format, Numbers.brief(format.largest())));
    } else if (most > 0 && most < format.leastNormal()) {
      return Optional.of(
          "'%s' is %s at most, too small for %s".formatted(value, Numbers.brief(most), format));
    }
    return Optional.empty();
  }

  private Optional<String> nearZero(Node node, int input, Histogram histogram) {
    boolean isSensitive =
        node.domain().isEmpty() && SENSITIVE_NEAR_ZERO.getOrDefault(node.operator(), -1) == input;
    if (isSensitive && histogram.min() > 0 && histogram.min() < format.leastNormal()) {
      return Optional.of(
          "'%s' is down to %s, too small for %s to tell from zero"
              .formatted(node.input(input), Numbers.brief(histogram.min()), format));
    }
    return Optional.empty();
  }

  /** What the sum of all that a node adds up could come to on the way. */
  private Optional<String> ofSum(Node node, Region region) {
    Histogram histogram = histogram(region, node.input(0));
    boolean squares = SQUARES.contains(node.operator());
    if (histogram == null || !(squares || SUMS.contains(node.operator()))) {
      return Optional.empty();
    }
    double sum = terms(node, region) * mean(histogram, squares);
    double most = squares ? StrictMath.pow(magnitude(histogram), 2) : 0;
    if (Math.max(sum, most) * headroom > format.largest()) {
      return Optional.of(
          "it adds up to %s on the way, and %s ends at %s"
              .formatted(
                  Numbers.brief(Math.max(sum, most)), format, Numbers.brief(format.largest())));
    }
    return Optional.empty();
  }

  /** How many numbers are added up for each result, as far as that is known. */
  private static double terms(Node node, Region region) {
    if (region.types() == null) {
      return 1;
    }
    Shape read = region.types().shape(node.input(0));
    Shape given = region.types().shape(node.output(0));
    if (node.is("AveragePool") || node.is("LpPool")) {
      double terms = 1;
      long[] kernel = node.attributes().ints("kernel_shape");
      for (int i = 0; kernel != null && i < kernel.length; i++) {
        terms *= kernel[i];
      }
      return terms;
    } else if (read == null || given == null) {
      return 1;
    }
    long many = read.withFree(1).elements();
    long few = Math.max(1, given.withFree(1).elements());
    return Math.max(1, many / few);
  }

  private static double mean(Histogram histogram, boolean squares) {
    double sum = 0;
    for (int i = 0; i < histogram.bins(); i++) {
      double middle = Math.abs(histogram.edge(i) + histogram.binWidth() / 2);
      sum += histogram.count(i) * (squares ? middle * middle : middle);
    }
    return sum / histogram.count();
  }

  private static double magnitude(Histogram histogram) {
    return Math.max(-(double) histogram.min(), histogram.max());
  }
}
