package dev.brisk.op;

import dev.brisk.InvalidModelException;

/** What is done to the scores of an example before they are given. */
enum PostTransform {
  NONE,
  SOFTMAX,
  LOGISTIC,
  SOFTMAX_ZERO,
  PROBIT;

  /** The one that a node's attribute names. */
  static PostTransform of(InferenceContext node) {
    String name = node.attributes().stringOr("post_transform", "NONE");
    for (PostTransform each : values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw new InvalidModelException("There is no post_transform '" + name + "'");
  }

  /** Changes the scores of each row. */
  void apply(double[] scores, int width) {
    for (int i = 0; i < scores.length; i++) {
      switch (this) {
        case LOGISTIC -> scores[i] = 1 / (1 + Math.exp(-scores[i]));
        case PROBIT -> scores[i] = probit(scores[i]);
        default -> {}
      }
    }
    for (int row = 0; row < scores.length && isSoftmax(); row += width) {
      softmax(scores, row, width);
    }
  }

  private boolean isSoftmax() {
    return this == SOFTMAX || this == SOFTMAX_ZERO;
  }

  private void softmax(double[] scores, int row, int width) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = row; i < row + width; i++) {
      greatest = Math.max(greatest, scores[i]);
    }
    double sum = 0;
    for (int i = row; i < row + width; i++) {
      boolean none = this == SOFTMAX_ZERO && Math.abs(scores[i]) <= 1e-7;
      scores[i] = none ? 0 : Math.exp(scores[i] - greatest);
      sum += scores[i];
    }
    for (int i = row; i < row + width; i++) {
      scores[i] = sum == 0 ? 0.5 : scores[i] / sum;
    }
  }

  /** By an inverse error function that is right to three digits (Winitzki, 2008). */
  private static double probit(double value) {
    double x = 2 * value - 1;
    double logarithm = Math.log((1 - x) * (1 + x));
    double half = 2 / (Math.PI * 0.147) + logarithm / 2;
    double inverse = Math.sqrt(Math.sqrt(half * half - logarithm / 0.147) - half);
    return Math.sqrt(2) * Math.copySign(inverse, x);
  }
}
