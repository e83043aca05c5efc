package dev.brisk.internal.optimize;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.util.Arrays;
import java.util.Map;

/** How far outputs are from those that they should equal. */
final class Noise {
  private static final double MOST_DECIBELS = 300;

  private Noise() {}

  /**
   * The energy of the differences over that of the expected numbers, the mean over the outputs. An
   * output that is not of floats, or of another shape, counts as 1 where it differs. Numbers that
   * should be NaN or infinite do not count.
   */
  static double share(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    double sum = 0;
    for (Map.Entry<String, Tensor> output : expected.entrySet()) {
      Tensor other = actual.get(output.getKey());
      sum += other == null ? 1 : share(output.getValue(), other);
    }
    return expected.isEmpty() ? 0 : sum / expected.size();
  }

  private static double share(Tensor expected, Tensor actual) {
    if (!expected.shape().equals(actual.shape())
        || expected.elementType() != actual.elementType()) {
      return 1;
    } else if (!expected.elementType().isFloat()) {
      return isSame(expected, actual) ? 0 : 1;
    }
    float[] right = expected.toFloatArray();
    float[] here = actual.toFloatArray();
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < right.length; i++) {
      if (Float.isFinite(right[i])) {
        double difference =
            Float.isFinite(here[i]) ? (double) here[i] - right[i] : Double.POSITIVE_INFINITY;
        signal += (double) right[i] * right[i];
        noise += difference * difference;
      }
    }
    return noise == 0 ? 0 : noise / signal;
  }

  private static boolean isSame(Tensor expected, Tensor actual) {
    return expected.elementType() == ElementType.STRING
        ? Arrays.equals(expected.toStringArray(), actual.toStringArray())
        : expected.asByteBuffer().equals(actual.asByteBuffer());
  }

  static double decibels(double share) {
    return Math.max(-MOST_DECIBELS, Math.min(MOST_DECIBELS, -10 * Math.log10(share)));
  }
}
