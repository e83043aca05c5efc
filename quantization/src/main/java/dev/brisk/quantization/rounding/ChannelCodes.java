package dev.brisk.quantization.rounding;

import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.arithmetic.Pairs;
import java.util.ArrayList;
import java.util.List;

/** Which codes the weights of a channel may have, and how to find good ones. Thread-safe. */
final class ChannelCodes {
  private static final double LEAST_GAIN = 1e-9;

  private final int highest;
  private final Pairs pairs;
  private final int[][] partners;

  ChannelCodes(Codes codes, Pairs pairs, int size) {
    this.highest = codes.highest();
    this.pairs = pairs;
    List<List<Integer>> found = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      found.add(new ArrayList<>());
    }
    for (int pair = 0; pair < pairs.count(); pair++) {
      found.get(pairs.first(pair)).add(pairs.second(pair));
      found.get(pairs.second(pair)).add(pairs.first(pair));
    }
    this.partners =
        found.stream().map(list -> list.stream().mapToInt(i -> i).toArray()).toArray(int[][]::new);
  }

  /**
   * The nearest codes that are allowed. Where two together are too large, the one gives way whose
   * error costs less.
   *
   * @param costs what the square of each weight's error costs
   */
  int[] nearest(double[] weights, double scale, double[] costs) {
    int[] codes = new int[weights.length];
    for (int i = 0; i < codes.length; i++) {
      double code = Math.rint(weights[i] / scale);
      codes[i] = (int) Math.max(-highest, Math.min(highest, code));
    }
    for (int pair = 0; pair < pairs.count(); pair++) {
      int a = pairs.first(pair);
      int b = pairs.second(pair);
      while (!fit(codes[a], codes[b])) {
        boolean first =
            shrinking(weights, scale, costs, codes, a)
                <= shrinking(weights, scale, costs, codes, b);
        int victim = first ? a : b;
        codes[victim] -= Integer.signum(codes[victim]);
      }
    }
    return codes;
  }

  /** What it costs to bring a code one nearer to zero. */
  private static double shrinking(
      double[] weights, double scale, double[] costs, int[] codes, int i) {
    double error = weights[i] - scale * codes[i];
    double changed = error + scale * Integer.signum(codes[i]);
    return costs[i] * (changed * changed - error * error);
  }

  private static boolean fit(int a, int b) {
    return Math.max(a, 0) + Math.max(b, 0) <= Pairs.LIMIT
        && Math.min(a, 0) + Math.min(b, 0) >= -Pairs.LIMIT;
  }

  /** Whether a weight can have a code beside those that the others have. */
  private boolean allows(int[] codes, int i, int code) {
    if (Math.abs(code) > highest) {
      return false;
    }
    for (int partner : partners[i]) {
      if (!fit(code, codes[partner]) && Math.abs(code) > Math.abs(codes[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Changes codes by one, each time the one that lessens the error of the results most, until none
   * does.
   *
   * @param moments the second moments of what a block of weights is multiplied with
   * @param start the block's first weight
   */
  void descend(double[] weights, double scale, double[] moments, int start, int[] codes) {
    int width = (int) Math.round(Math.sqrt(moments.length));
    double[] errors = new double[width];
    double[] slopes = new double[width];
    double cost = 0;
    for (int i = 0; i < width; i++) {
      errors[i] = weights[start + i] - scale * codes[start + i];
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < width; j++) {
        slopes[i] += moments[i * width + j] * errors[j];
      }
      cost += errors[i] * slopes[i];
    }
    for (int step = 0; step < 4 * width; step++) {
      int best = -1;
      double gain = LEAST_GAIN * cost;
      for (int i = 0; i < width; i++) {
        double less = 2 * scale * Math.abs(slopes[i]) - scale * scale * moments[i * width + i];
        if (less > gain && isMove(errors[i], slopes[i], scale, codes, start + i)) {
          best = i;
          gain = less;
        }
      }
      if (best < 0) {
        return;
      }
      double change = Math.signum(slopes[best]);
      codes[start + best] += (int) change;
      errors[best] -= scale * change;
      for (int i = 0; i < width; i++) {
        slopes[i] -= scale * change * moments[best * width + i];
      }
      cost -= gain;
    }
  }

  /** A weight stays within a step of what it was, or where it was farther, comes nearer. */
  private boolean isMove(double error, double slope, double scale, int[] codes, int i) {
    double changed = Math.abs(error - scale * Math.signum(slope));
    return changed < Math.max(scale, Math.abs(error))
        && allows(codes, i, codes[i] + (int) Math.signum(slope));
  }
}
