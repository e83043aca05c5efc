package dev.brisk.quantization.half;

/** How far some numbers are from those of the float model. Not thread-safe. */
final class Deviation {
  private double signal;
  private double noise;
  private boolean finite = true;

  /** Compares numbers; where the float model's are not finite, nothing is expected. */
  void add(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.isFinite(expected[i])) {
        finite &= Float.isFinite(actual[i]);
        double difference = (double) actual[i] - expected[i];
        signal += (double) expected[i] * expected[i];
        noise += difference * difference;
      }
    }
  }

  /** Whether a number was infinite or NaN that is not so in the float model. */
  boolean isFinite() {
    return finite;
  }

  /** The root of the mean square of the errors, relative to that of the numbers. */
  double relative() {
    return signal == 0 ? (noise == 0 ? 0 : 1) : Math.sqrt(noise / signal);
  }

  /** Whether it is more than rounding explains. */
  boolean exceeds(double most) {
    return !finite || relative() > most;
  }

  /** Such as {@code not finite}, or {@code off by 12.5 %}. */
  @Override
  public String toString() {
    return finite ? "off by " + Numbers.percent(relative()) : "not finite";
  }
}
