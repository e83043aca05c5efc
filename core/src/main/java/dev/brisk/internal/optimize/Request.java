package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Objective;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Scoring;
import dev.brisk.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for, and where.
 *
 * @param model the float model
 * @param samples what calibrates
 * @param scoring what judges; null for the noise of the outputs
 * @param data what tells the scoring's data from others
 * @param quantizers what makes forms
 * @param accelerators what runs them, the first being what the float model is measured on
 * @param threads the numbers of threads to try, ascending
 * @param bounds what the result must keep to
 * @param searchTime how long it may take
 * @param seed what choices hang on
 * @param cache the folder that keeps what was made; null if none does
 * @param exhaustive whether nothing is dropped early
 * @param clock nanoseconds from any point on
 */
public record Request(
    Model model,
    Iterable<Map<String, Tensor>> samples,
    @Nullable Scoring scoring,
    String data,
    List<Quantizer> quantizers,
    List<Accelerator> accelerators,
    List<Integer> threads,
    Bounds bounds,
    Duration searchTime,
    long seed,
    @Nullable Path cache,
    boolean exhaustive,
    LongSupplier clock) {

  /**
   * What the result must keep to.
   *
   * @param objective what is to be as good as possible
   * @param maxLoss how much lower than the float model's the score may be
   * @param p99Millis what 99 of 100 runs may take
   * @param maxBytes what the files may take
   * @param minThroughput the samples per second
   */
  public record Bounds(
      Objective objective,
      double maxLoss,
      OptionalDouble p99Millis,
      OptionalLong maxBytes,
      OptionalDouble minThroughput) {
    /** Whether several runs at once and several samples in a run may help. */
    boolean countThroughput() {
      return objective == Objective.THROUGHPUT || minThroughput.isPresent();
    }
  }

  /** What was asked for so far. */
  public static final class Builder {
    private final Model model;
    public Iterable<Map<String, Tensor>> samples = List.of();
    public @Nullable Scoring scoring;
    public String data = "";
    public @Nullable List<Quantizer> quantizers;
    public List<Accelerator> accelerators = List.of();
    public List<Integer> threads = List.of();
    public Objective objective = Objective.LATENCY;
    public double maxLoss = 0.5;
    public double p99Millis;
    public long maxBytes;
    public double minThroughput;
    public Duration searchTime;
    public long seed;
    public @Nullable Path cache;
    public boolean exhaustive;
    public LongSupplier clock = System::nanoTime;

    public Builder(Model model, Duration searchTime) {
      this.model = model;
      this.searchTime = searchTime;
    }

    /** What is asked for, with what is found here in place of what was not said. */
    public Request build() {
      if (!samples.iterator().hasNext()) {
        throw new InvalidInputException(
            "The optimizer needs samples to calibrate on and to measure with, but got none");
      }
      Bounds bounds =
          new Bounds(
              objective,
              maxLoss,
              p99Millis > 0 ? OptionalDouble.of(p99Millis) : OptionalDouble.empty(),
              maxBytes > 0 ? OptionalLong.of(maxBytes) : OptionalLong.empty(),
              minThroughput > 0 ? OptionalDouble.of(minThroughput) : OptionalDouble.empty());
      return new Request(
          model,
          samples,
          scoring,
          data,
          quantizers == null ? found() : quantizers,
          accelerators.isEmpty() ? fast() : accelerators,
          threads.isEmpty() ? powers() : threads.stream().distinct().sorted().toList(),
          bounds,
          searchTime,
          seed,
          cache,
          exhaustive,
          clock);
    }

    /** Those that look at samples first: they do most. */
    private static List<Quantizer> found() {
      return Quantizers.available().stream()
          .map(Quantizers::named)
          .sorted(Comparator.comparing(quantizer -> !quantizer.needsCalibration()))
          .toList();
    }

    /** The best first; those for results only where there is nothing else. */
    private static List<Accelerator> fast() {
      Accelerator best = Accelerators.best();
      List<Accelerator> fast = new ArrayList<>(List.of(best));
      for (String name : Accelerators.available()) {
        Accelerator other = Accelerators.named(name);
        if (other != best && !other.isForResultsOnly()) {
          fast.add(other);
        }
      }
      return fast;
    }

    /** The powers of two below the number of processors, and that number. */
    private static List<Integer> powers() {
      int processors = Runtime.getRuntime().availableProcessors();
      List<Integer> counts = new ArrayList<>();
      for (int count = 1; count < processors; count *= 2) {
        counts.add(count);
      }
      counts.add(processors);
      return counts;
    }
  }
}
