package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Codes;

/**
 * The mean squared error of turning a value's numbers into codes and back.
 *
 * <p>Within a bin the numbers are taken to be spread evenly, but zeros are known to be zero. With u
 * a number in units of the scale and n(u) the nearest whole number that has a code, the integral of
 * the squared error (u - n)^2 from zero to u is n / 12 + (u - n)^3 / 3: both where u is rounded and
 * where it is clipped. The error of a bin is the difference of that at its edges.
 */
public final class QuantizationNoise {
  private final double[] edges;
  private final double[] counts;
  private final double width;
  private final double total;

  /** The noise of a value with this histogram, which must not be empty. */
  public QuantizationNoise(Histogram histogram) {
    int occupied = 0;
    for (int i = 0, bins = histogram.bins(); i < bins; i++) {
      occupied += weight(histogram, i) > 0 ? 1 : 0;
    }
    edges = new double[occupied];
    counts = new double[occupied];
    width = histogram.binWidth();
    total = histogram.count();
    int next = 0;
    for (int i = 0, bins = histogram.bins(); i < bins; i++) {
      if (weight(histogram, i) > 0) {
        edges[next] = histogram.edge(i);
        counts[next++] = weight(histogram, i);
      }
    }
  }

  /** The mean squared error with these codes on this line. */
  public double meanSquare(Affine line, Codes codes) {
    double scale = line.scale();
    double inverse = 1 / scale;
    double lowest = codes.lowest() - line.zeroPoint();
    double highest = codes.highest() - line.zeroPoint();
    double sum = 0;
    for (int i = 0; i < edges.length; i++) {
      double from = edges[i] * inverse;
      double to = (edges[i] + width) * inverse;
      sum += counts[i] * (integral(to, lowest, highest) - integral(from, lowest, highest));
    }
    return sum * scale * scale * scale / (width * total);
  }

  private static long weight(Histogram histogram, int bin) {
    return histogram.edge(bin) == 0
        ? histogram.count(bin) - histogram.zeros()
        : histogram.count(bin);
  }

  private static double integral(double u, double lowest, double highest) {
    double n = Math.max(lowest, Math.min(highest, Math.rint(u)));
    double error = u - n;
    return n * (1.0 / 12) + error * error * error * (1.0 / 3);
  }
}
