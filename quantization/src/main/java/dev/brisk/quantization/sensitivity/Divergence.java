package dev.brisk.quantization.sensitivity;

/** How far the probabilities of classes are from what they should be. */
final class Divergence {
  private static final double TOLERANCE = 1e-3;
  private static final double LEAST = 1e-12;

  private Divergence() {}

  /** The divergence of Kullback and Leibler between two rows, in nats. */
  static double of(float[] wanted, float[] got, int from, int classes) {
    boolean given = isDistribution(wanted, from, classes);
    double[] p = probabilities(wanted, from, classes, given);
    double[] q = probabilities(got, from, classes, given);
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      sum += p[i] > LEAST ? p[i] * StrictMath.log(p[i] / Math.max(LEAST, q[i])) : 0;
    }
    return Math.max(0, sum);
  }

  private static boolean isDistribution(float[] row, int from, int classes) {
    double sum = 0;
    for (int i = from; i < from + classes; i++) {
      if (!(row[i] >= 0)) {
        return false;
      }
      sum += row[i];
    }
    return Math.abs(sum - 1) < TOLERANCE;
  }

  private static double[] probabilities(float[] row, int from, int classes, boolean given) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + classes; i++) {
      most = Math.max(most, row[i]);
    }
    double[] result = new double[classes];
    double sum = 0;
    for (int i = 0; i < classes; i++) {
      result[i] = given ? row[from + i] : StrictMath.exp(row[from + i] - most);
      sum += result[i];
    }
    for (int i = 0; i < classes; i++) {
      result[i] /= sum;
    }
    return result;
  }
}
