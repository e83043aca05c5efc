package dev.brisk.quantization.sensitivity;

import dev.brisk.ElementType;
import dev.brisk.Sensitivity.Column;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
 *
 * <p>A column is what has one index in the shortest dimension above 1 but the first: in most
 * outputs that is the one whose indexes stand for unlike things, such as classes or the sides of a
 * box.
 */
public final class OutputError {
  /** How far off a number counts that became NaN or infinite, in units of what it should be. */
  private static final double LOST = 1e6;

  /** One output's sums. */
  private static final class Sums {
    private double[] signal = {};
    private double[] noise = {};
    private double divergence;
    private long rows;

    private void add(int column, double wanted, double difference) {
      if (column >= signal.length) {
        signal = Arrays.copyOf(signal, column + 1);
        noise = Arrays.copyOf(noise, column + 1);
      }
      signal[column] += wanted * wanted;
      noise[column] += difference * difference;
    }

    private double signal() {
      return Arrays.stream(signal).sum();
    }

    private double noise() {
      return Arrays.stream(noise).sum();
    }

    private Stream<Column> columns(String output) {
      return IntStream.range(0, signal.length)
          .filter(column -> signal[column] > 0)
          .mapToObj(column -> new Column(output, column, decibels(noise[column] / signal[column])));
    }
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
    float[] got = actual == expected ? wanted : actual.toFloatArray();
    add(output, wanted, got, expected.shape());
    if (expected.shape().rank() == 2 && expected.shape().dim(1) > 1) {
      addRows(output, wanted, got, (int) expected.shape().dim(1));
    }
  }

  private void add(String output, float[] wanted, float[] got, Shape shape) {
    Sums sums = byOutput.computeIfAbsent(output, name -> new Sums());
    int axis = columnAxis(shape);
    int columns = axis == 0 ? 1 : (int) shape.dim(axis);
    int stride = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      stride *= (int) shape.dim(i);
    }
    for (int i = 0; i < Math.min(wanted.length, got.length); i++) {
      if (Float.isFinite(wanted[i])) {
        double difference =
            Float.isFinite(got[i]) ? (double) got[i] - wanted[i] : LOST * (1 + Math.abs(wanted[i]));
        sums.add(i / stride % columns, wanted[i], difference);
      }
    }
  }

  /** The shortest dimension above 1 but the first, of several the last; 0 if there is none. */
  private static int columnAxis(Shape shape) {
    int axis = 0;
    for (int i = 1; i < shape.rank(); i++) {
      if (shape.dim(i) > 1 && (axis == 0 || shape.dim(i) <= shape.dim(axis))) {
        axis = i;
      }
    }
    return axis;
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
        .filter(sums -> sums.signal() > 0)
        .mapToDouble(sums -> sums.noise() / sums.signal())
        .average()
        .orElse(0);
  }

  /**
   * The column that is furthest off for its energy; of no output, without noise, if none has any.
   */
  public Column worst() {
    return byOutput.entrySet().stream()
        .flatMap(entry -> entry.getValue().columns(entry.getKey()))
        .min(Comparator.comparingDouble(Column::sqnr))
        .orElse(new Column("", 0, MOST));
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
