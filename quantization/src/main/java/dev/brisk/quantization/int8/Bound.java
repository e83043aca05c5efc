package dev.brisk.quantization.int8;

/**
 * How far the outputs of the quantized model may be from the float model's.
 *
 * @param noise the most energy of the differences over that of the outputs; infinity for any
 * @param mostFloat the most of the multiply-adds, 0 to 1, that may stay float to get there
 * @param leastYield what a node that stays float must save: the share of the noise that it takes
 *     away over its share of the model's cost
 */
record Bound(double noise, double mostFloat, double leastYield) {
  /** On how many of the samples it is looked at. */
  private static final int SAMPLES = 8;

  private static final double USUAL_DECIBELS = 15;
  private static final double USUAL_MOST_FLOAT = 0.1;
  private static final double USUAL_LEAST_YIELD = 4;

  /** No bound. */
  static Bound none() {
    return new Bound(Double.POSITIVE_INFINITY, 0, 0);
  }

  /** A usual signal to noise ratio, to be reached as far as that is worth what it costs. */
  static Bound worthwhile() {
    return new Bound(noise(USUAL_DECIBELS), USUAL_MOST_FLOAT, USUAL_LEAST_YIELD);
  }

  /** A signal to noise ratio to be reached, whatever it costs. */
  static Bound ofDecibels(double decibels) {
    return new Bound(noise(decibels), 1, 0);
  }

  boolean isNone() {
    return noise == Double.POSITIVE_INFINITY;
  }

  int samples() {
    return SAMPLES;
  }

  private static double noise(double decibels) {
    return StrictMath.pow(10, -decibels / 10);
  }
}
