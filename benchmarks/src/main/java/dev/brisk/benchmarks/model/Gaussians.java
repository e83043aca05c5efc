package dev.brisk.benchmarks.model;

import java.util.SplittableRandom;

/**
 * Normally distributed numbers of mean 0 and variance 1 by Marsaglia's polar method (Marsaglia and
 * Bray, 1964), the same on every machine. For one thread.
 */
public final class Gaussians {
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;
  private double spare = Double.NaN;

  /** The sequence of a seed and a name. */
  public Gaussians(long seed, String name) {
    random = new SplittableRandom(seed * GOLDEN_RATIO + name.hashCode());
  }

  /** The next number. */
  public double next() {
    if (!Double.isNaN(spare)) {
      double kept = spare;
      spare = Double.NaN;
      return kept;
    }
    double x;
    double y;
    double square;
    do {
      x = 2 * random.nextDouble() - 1;
      y = 2 * random.nextDouble() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square == 0);
    double factor = StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    spare = y * factor;
    return x * factor;
  }
}
