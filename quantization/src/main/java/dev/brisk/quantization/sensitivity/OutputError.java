package dev.brisk.quantization.sensitivity;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a model's outputs are from what they should be, over some samples. Not thread-safe.
 *
 * <p>The noise of an output is the energy of its differences over the energy it should have; that
 * of several outputs is the mean of theirs, so that an output of large numbers does not hide the
 * others. Outputs that are not floats do not count, nor numbers that are NaN or infinite.
 *
 * <p>Where outputs are scores of classes, rows of two dimensions, there is a divergence besides:
 * that of Kullback and Leibler from the classes' probabilities as they should be, in nats, the mean
 * over rows. Probabilities are rows that are one in sum, or else the softmax of them.
 */
public final class OutputError {
  /** How far off a number counts that became NaN or infinite, in units of what it should be. */
  private static final double LOST = 1e6;

  /** One output's sums. */
  private static final class Sums {
    double signal;
    double noise;
    double divergence;
    long rows;
  }

  private final Map<String, Sums> byOutput = new TreeMap<>();

  /** Nothing seen yet. */
  public OutputError() {}

  /** Adds an output of one sample. */
  void add(String output, Tensor expected, Tensor actual) {
    if (expected.elementType() != ElementType.FLOAT32
        || actual.elementType() != ElementType.FLOAT32) {
      return;
    }
    float[] wanted = expected.toFloatArray();
    add(output, wanted, actual == expected ? wanted : actual.toFloatArray());
    if (expected.shape().rank() == 2 && expected.shape().dim(1) > 1) {
      addRows(output, wanted, actual.toFloatArray(), (int) expected.shape().dim(1));
    }
  }

  private void add(String output, float[] wanted, float[] got) {
    Sums sums = byOutput.computeIfAbsent(output, name -> new Sums());
    for (int i = 0; i < Math.min(wanted.length, got.length); i++) {
      if (Float.isFinite(wanted[i])) {
        double difference =
            Float.isFinite(got[i]) ? (double) got[i] - wanted[i] : LOST * (1 + Math.abs(wanted[i]));
        sums.signal += (double) wanted[i] * wanted[i];
        sums.noise += difference * difference;
      }
    }
  }

  private void addRows(String output, float[] wanted, float[] got, int classes) {
    Sums sums = byOutput.computeIfAbsent(output, name -> new Sums());
    for (int from = 0; from + classes <= Math.min(wanted.length, got.length); from += classes) {
      double divergence = Divergence.of(wanted, got, from, classes);
      if (Double.isFinite(divergence)) {
        sums.divergence += divergence;
        sums.rows++;
      }
    }
  }

  /** The energy of the differences over that of what the outputs should be. */
  public double noise() {
    return byOutput.values().stream()
        .filter(sums -> sums.signal > 0)
        .mapToDouble(sums -> sums.noise / sums.signal)
        .average()
        .orElse(0);
  }

  /** The mean divergence of class probabilities in nats; 0 where no output has any. */
  public double divergence() {
    return byOutput.values().stream()
        .filter(sums -> sums.rows > 0)
        .mapToDouble(sums -> sums.divergence / sums.rows)
        .average()
        .orElse(0);
  }

  /** A noise in decibels below the signal, at most {@value #MOST}. */
  public static double decibels(double noise) {
    return Math.min(MOST, -10 * StrictMath.log10(noise));
  }

  /** More decibels than float32 arithmetic has. */
  public static final double MOST = 150;
}
