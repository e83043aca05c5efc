package dev.brisk.benchmarks.formula;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A matrix of weights, one column after the other.
 *
 * @param values not to be changed
 * @param inputs the length of a column
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Columns(float[] values, int inputs) {
  /** How many weights share a scale and a zero point. */
  public static final int BLOCK = 32;

  /** The number of columns. */
  public int count() {
    return values.length / inputs;
  }

  /** What a formula makes of each block. */
  public Columns by(BlockFormula formula) {
    float[] decoded = new float[values.length];
    IntStream.range(0, count())
        .parallel()
        .forEach(
            column -> {
              for (int from = 0; from < inputs; from += BLOCK) {
                int at = column * inputs + from;
                int end = at + Math.min(BLOCK, inputs - from);
                float[] block = Arrays.copyOfRange(values, at, end);
                double[] numbers =
                    isZero(block) ? new double[block.length] : formula.decoded(block);
                for (int i = 0; i < numbers.length; i++) {
                  decoded[at + i] = (float) numbers[i];
                }
              }
            });
    return new Columns(decoded, inputs);
  }

  private static boolean isZero(float[] block) {
    for (float value : block) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** The weights of each input times a factor. */
  public Columns times(float[] factors) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factors[i % inputs];
    }
    return new Columns(scaled, inputs);
  }

  /** It less another matrix of the same size. */
  public Columns less(Columns other) {
    float[] difference = new float[values.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = values[i] - other.values[i];
    }
    return new Columns(difference, inputs);
  }

  /** The sum of the squares. */
  public double energy() {
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return sum;
  }
}
