package dev.brisk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a search found: the best candidate, and what was measured and decided of all. Immutable.
 *
 * @param best the model to use and how to run it
 * @param chosen the best among the candidates
 * @param baseline the float model on the first accelerator with as many threads as it may have,
 *     which all are compared with
 * @param candidates all that were looked at, in the order in which they were
 * @param isMet whether the best one meets all bounds
 * @param reason why this one is the best, in a sentence or two
 * @param sensitivity what quantizing single nodes does, where that had to be measured
 * @param stopped why the search ended early; empty if it came to its end
 * @param took how long the search took
 */
public record Optimization(
    TunedModel best,
    Candidate chosen,
    Candidate baseline,
    List<Candidate> candidates,
    boolean isMet,
    String reason,
    Optional<Sensitivity> sensitivity,
    Optional<String> stopped,
    Duration took) {

  /**
   * A form of the model and a way of running it.
   *
   * @param precision the name of its {@link Recipe}, or {@code float32} for the model as it was
   * @param tuning how it was run
   * @param bytes the size of its files; 0 if it was never made
   * @param decibels the signal to noise ratio of its outputs on a few samples
   * @param accuracy what it scored; empty if it was dropped before
   * @param speed how fast it ran; empty if it was dropped before
   * @param isDropped whether it was found not to be the best before the end
   * @param reason why it was dropped, or what became of it
   */
  public record Candidate(
      String precision,
      Tuning tuning,
      long bytes,
      OptionalDouble decibels,
      Optional<Accuracy> accuracy,
      Optional<Speed> speed,
      boolean isDropped,
      String reason) {
    /** Such as {@code int8 on reference, 2 threads}. */
    public String title() {
      return precision + " on " + tuning;
    }
  }

  /**
   * A score beside the float model's.
   *
   * @param score the score: the higher, the better
   * @param loss what it is below the float model's; negative if it is above
   * @param uncertainty in 95 of 100 sets of samples like this one, the loss would be within so much
   *     of this one's; NaN where the score is no mean over samples
   */
  public record Accuracy(double score, double loss, double uncertainty) {}

  /**
   * How fast runs were. The speed-up is the median over short rounds, in each of which both ran, so
   * that it hangs less on the state of the machine than the times do.
   *
   * @param p50Millis the median time of a run
   * @param p99Millis what 99 of 100 runs did not exceed
   * @param throughput samples per second
   * @param speedUp how many times faster than the {@link #baseline}
   * @param speedUpLow what the speed-up is at least, in 95 of 100 measurements
   * @param speedUpHigh what it is at most, in 95 of 100 measurements
   * @param runs the runs that were measured
   * @param percentiles the milliseconds that 0, 1, 2 ... 100 percent of the runs did not exceed
   */
  public record Speed(
      double p50Millis,
      double p99Millis,
      double throughput,
      double speedUp,
      double speedUpLow,
      double speedUpHigh,
      long runs,
      List<Double> percentiles) {
    public Speed {
      percentiles = List.copyOf(percentiles);
    }
  }

  public Optimization {
    candidates = List.copyOf(candidates);
  }

  /**
   * Those that no other beats in one of speed, score and size while being as good in the others.
   */
  public List<Candidate> front() {
    List<Candidate> measured =
        candidates.stream()
            .filter(one -> one.accuracy().isPresent() && one.speed().isPresent())
            .toList();
    List<Candidate> front = new ArrayList<>();
    for (Candidate one : measured) {
      if (measured.stream().noneMatch(other -> isBeaten(one, other))) {
        front.add(one);
      }
    }
    return front;
  }

  private static boolean isBeaten(Candidate one, Candidate other) {
    double faster = figure(other) - figure(one);
    double better = score(other) - score(one);
    long smaller = one.bytes() - other.bytes();
    return faster >= 0 && better >= 0 && smaller >= 0 && (faster > 0 || better > 0 || smaller > 0);
  }

  private static double figure(Candidate candidate) {
    return candidate.speed().map(Speed::speedUp).orElse(0.0);
  }

  private static double score(Candidate candidate) {
    return candidate.accuracy().map(Accuracy::score).orElse(Double.NEGATIVE_INFINITY);
  }

  /** Writes the best model and how to run it: see {@link TunedModel#save}. */
  public void save(Path path) {
    best.save(path);
  }
}
