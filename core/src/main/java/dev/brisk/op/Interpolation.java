package dev.brisk.op;

import dev.brisk.graph.Attributes;

/**
 * The elements of the input along an axis that meet in each of the output, and how much each one
 * counts.
 */
final class Interpolation {
  private final int[][] places;
  private final double[][] weights;

  private Interpolation(int[][] places, double[][] weights) {
    this.places = places;
    this.weights = weights;
  }

  /** By lines or cubic curves; see R. Keys, Cubic convolution interpolation, 1981. */
  static Interpolation of(Attributes attributes, boolean cubic, Coordinates coordinates) {
    boolean smooths = attributes.intOr("antialias", 0) != 0;
    boolean excludes = attributes.intOr("exclude_outside", 0) != 0;
    double steepness = attributes.floatOr("cubic_coeff_a", -0.75f);
    double scale = smooths ? Math.min(coordinates.scale(), 1) : 1;
    double reach = (cubic ? 2 : 1) / scale;
    int[][] places = new int[coordinates.made()][];
    double[][] weights = new double[places.length][];
    for (int i = 0; i < places.length; i++) {
      double at = coordinates.of(i);
      int first = (int) Math.floor(at - reach) + 1;
      int count = (int) Math.ceil(at + reach) - first;
      places[i] = new int[count];
      weights[i] = new double[count];
      for (int j = 0; j < count; j++) {
        int place = first + j;
        double distance = Math.abs(place - at) * scale;
        boolean counts = !excludes || (place >= 0 && place < coordinates.size());
        places[i][j] = Math.max(0, Math.min(coordinates.size() - 1, place));
        weights[i][j] = !counts ? 0 : cubic ? cubic(distance, steepness) : 1 - distance;
      }
      scaleToOne(weights[i]);
    }
    return new Interpolation(places, weights);
  }

  /** The weight of an element at a distance of up to 2, on a curve of the given steepness. */
  static double cubic(double x, double a) {
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  }

  private static void scaleToOne(double[] weights) {
    double sum = Fold.SUM.of(weights);
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
  }

  /** Replaces an axis of the given size, within which elements are so far apart. */
  double[] applied(Evaluation node, double[] values, int size, int inner) {
    int made = places.length;
    int outer = values.length / Math.max(1, size * inner);
    double[] mixed = new double[Math.multiplyExact(outer * made, inner)];
    Chunks.work(
        node,
        outer,
        2L * made * inner,
        (first, end) -> {
          for (int row = first * made; row < end * made; row++) {
            int index = row % made;
            for (int tap = 0; tap < places[index].length; tap++) {
              int from = (row / made * size + places[index][tap]) * inner;
              double weight = weights[index][tap];
              for (int i = 0; i < inner; i++) {
                mixed[row * inner + i] += weight * values[from + i];
              }
            }
          }
        });
    return mixed;
  }
}
