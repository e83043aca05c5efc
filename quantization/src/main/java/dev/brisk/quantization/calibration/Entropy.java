package dev.brisk.quantization.calibration;

import dev.brisk.quantization.arithmetic.Codes;

/**
 * Covers the range whose codes keep most of the distribution's information: of all thresholds on
 * the magnitude it takes the one with the least Kullback-Leibler divergence between the clipped
 * distribution and what the codes leave of it.
 *
 * <p>The recipe is that of S. Migacz, "8-bit inference with TensorRT" (GTC 2017): {@value #BINS}
 * bins of the magnitude, thresholds after bin {@value #FEWEST} and every later one. P is the
 * distribution up to the threshold, what lies beyond added to its last bin; Q is the distribution
 * up to the threshold without what lies beyond, each run of bins that becomes one code evened out
 * over those of its bins that P has. Runs differ by at most one bin in length. Q is mixed with a
 * trace of P's uniform distribution, so that what lies beyond the threshold of an empty bin costs
 * much, but not infinitely much. Zeros, which every line keeps exactly, are left out.
 */
final class Entropy implements RangeMethod {
  private static final int BINS = 2048;
  private static final int FEWEST = 128;
  private static final double TRACE = 1e-6;

  @Override
  public String name() {
    return "entropy";
  }

  @Override
  public Range range(Histogram histogram, Codes codes) {
    Range all = histogram.range();
    double largest = Math.max(-(double) all.min(), all.max());
    if (histogram.count() == histogram.zeros()) {
      return all;
    }
    boolean oneSigned = (all.min() >= 0 || all.max() <= 0) && !codes.symmetric();
    int levels = oneSigned ? codes.count() : (codes.count() + 1) / 2;
    Search search = new Search(magnitudes(histogram, largest), levels);
    float threshold = (float) (largest * search.best() / BINS);
    float lowest = Math.max(all.min(), -threshold);
    float highest = Math.min(all.max(), threshold);
    return new Range(lowest, highest);
  }

  /** The numbers other than zero by magnitude, each bin spread evenly over those it overlaps. */
  static double[] magnitudes(Histogram histogram, double largest) {
    double[] result = new double[BINS];
    double scale = BINS / largest;
    for (int i = 0, bins = histogram.bins(); i < bins; i++) {
      double edge = histogram.edge(i);
      long count = histogram.count(i) - (edge == 0 ? histogram.zeros() : 0);
      double from = edge >= 0 ? edge : -edge - histogram.binWidth();
      if (count > 0) {
        spread(result, from * scale, histogram.binWidth() * scale, (double) count);
      }
    }
    return result;
  }

  private static void spread(double[] bins, double from, double length, double count) {
    int last = (int) Math.min(BINS - 1, Math.ceil(from + length) - 1);
    int first = (int) Math.min(last, Math.floor(from));
    double end = Math.min(from + length, BINS);
    double inside = end - from;
    if (first == last || inside <= 0) {
      bins[last] += count;
      return;
    }
    for (int i = first; i <= last; i++) {
      double share = (Math.min(end, i + 1.0) - Math.max(from, i)) / inside;
      bins[i] += count * share;
    }
  }

  /** Sums up to each bin make the divergence of a threshold a sum over codes, not over bins. */
  private static final class Search {
    private final double[] bins;
    private final int levels;
    private final double[] mass = new double[BINS + 1];
    private final double[] information = new double[BINS + 1];
    private final int[] occupied = new int[BINS + 1];

    Search(double[] bins, int levels) {
      this.bins = bins;
      this.levels = levels;
      for (int i = 0; i < BINS; i++) {
        mass[i + 1] = mass[i] + bins[i];
        information[i + 1] = information[i] + xLogX(bins[i]);
        occupied[i + 1] = occupied[i] + (bins[i] > 0 ? 1 : 0);
      }
    }

    /** The number of bins up to the best threshold; of equal ones the largest. */
    int best() {
      int best = BINS;
      double least = divergence(BINS);
      for (int threshold = BINS - 1; threshold >= FEWEST; threshold--) {
        double divergence = divergence(threshold);
        if (divergence < least) {
          least = divergence;
          best = threshold;
        }
      }
      return best;
    }

    private double divergence(int threshold) {
      double total = mass[BINS];
      double inside = mass[threshold];
      if (inside == 0) {
        return Double.POSITIVE_INFINITY;
      }
      double last = bins[threshold - 1];
      double clipped = last + total - inside;
      double ofP =
          (information[threshold] - xLogX(last) + xLogX(clipped)) / total - StrictMath.log(total);
      double cross = 0;
      int runs = Math.min(levels, threshold);
      for (int run = 0; run < runs; run++) {
        int from = (int) ((long) run * threshold / runs);
        int to = (int) ((run + 1L) * threshold / runs);
        double massOfQ = mass[to] - mass[from];
        double massOfP = massOfQ + (to == threshold ? clipped - last : 0);
        if (massOfP > 0) {
          int bearers = occupied[to] - occupied[from];
          bearers += to == threshold && last == 0 && clipped > 0 ? 1 : 0;
          double q = (1 - TRACE) * massOfQ / (inside * bearers) + TRACE / threshold;
          cross += massOfP / total * StrictMath.log(q);
        }
      }
      return ofP - cross;
    }

    private static double xLogX(double x) {
      return x > 0 ? x * StrictMath.log(x) : 0;
    }
  }
}
