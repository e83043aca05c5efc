package dev.brisk;

import java.util.Arrays;

/** What a model's answers are worth: the higher, the better. Immutable. */
public final class Score {
  private final double value;
  private final double[] samples;

  private Score(double value, double[] samples) {
    this.value = value;
    this.samples = samples;
  }

  /** A score that is no mean over samples, so that nothing is known of its uncertainty. */
  public static Score of(double value) {
    return new Score(value, new double[0]);
  }

  /**
   * The mean of what each sample scored, in an order that is the same for all models.
   *
   * @throws InvalidInputException if there is none
   */
  public static Score mean(double... samples) {
    if (samples.length == 0) {
      throw new InvalidInputException("A score must be of one sample or more, but there is none");
    }
    double mean = Arrays.stream(samples).sum() / samples.length;
    return new Score(mean, samples.clone());
  }

  /** The score. */
  public double value() {
    return value;
  }

  /** What each sample scored; empty where the score is no mean. */
  public double[] samples() {
    return samples.clone();
  }

  /** Such as {@code 91.5 (200 samples)}. */
  @Override
  public String toString() {
    return samples.length == 0
        ? Double.toString(value)
        : value + " (" + samples.length + " samples)";
  }
}
