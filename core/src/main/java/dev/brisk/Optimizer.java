package dev.brisk;

import dev.brisk.internal.optimize.Request;
import dev.brisk.internal.optimize.Search;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Searches for the fastest form of a model that is still good enough, by measuring on this machine:
 * the float model and what all quantizers make of it, on all accelerators, with several numbers of
 * threads and, where throughput counts, of runs at once and of samples in a run.
 *
 * <pre>{@code
 * Optimization found =
 *     Optimizer.of(model).samples(samples).scoring(scoring).maxLoss(0.5).run();
 * found.save(Path.of("model.best.onnx"));
 * ...
 * Executable executable = Model.load(Path.of("model.best.onnx")).compile();
 * }</pre>
 *
 * <p>Cheap measures come first: size, the noise of the outputs on a few samples, and a few runs
 * beside the float model. What is left is scored in the order of its speed, and the best race each
 * other. The result is never slower than the float model, unless the smallest is asked for, and
 * never loses more than is allowed; where nothing helps, it is the float model itself. The same
 * seed makes the same choices but for those that hang on times.
 *
 * <p>Gathers what is asked for, then searches. Not thread-safe.
 */
public final class Optimizer {
  private static final Duration USUAL_TIME = Duration.ofMinutes(5);

  private final Request.Builder request;

  private Optimizer(Model model) {
    this.request = new Request.Builder(model, USUAL_TIME);
  }

  /** Searches for forms of this model. */
  public static Optimizer of(Model model) {
    return new Optimizer(model);
  }

  /**
   * What quantizers are calibrated on, each the inputs of one run as for {@link Executable#run};
   * the first is what speed is measured with. Needed.
   */
  public Optimizer samples(Iterable<Map<String, Tensor>> samples) {
    request.samples = samples;
    return this;
  }

  /**
   * Judges forms by this. By default by the noise of their outputs on at most 64 of the samples:
   * minus its energy in percent of the signal's, so that a loss of 0.5 is a signal to noise ratio
   * of 23 dB.
   */
  public Optimizer scoring(Scoring scoring) {
    request.scoring = scoring;
    return this;
  }

  /** What is to be as good as possible; by default {@link Objective#LATENCY}. */
  public Optimizer objective(Objective objective) {
    request.objective = objective;
    return this;
  }

  /**
   * How much lower than the float model's the score may be; by default 0.5.
   *
   * @throws InvalidInputException if negative
   */
  public Optimizer maxLoss(double loss) {
    require(loss >= 0, "The loss allowed must be 0 or more, but is " + loss);
    request.maxLoss = loss;
    return this;
  }

  /**
   * What 99 of 100 runs may take at most.
   *
   * @throws InvalidInputException if not more than 0
   */
  public Optimizer p99(Duration most) {
    require(most.compareTo(Duration.ZERO) > 0, "The p99 must be more than 0, but is " + most);
    request.p99Millis = most.toNanos() / 1e6;
    return this;
  }

  /**
   * What the model's files may take at most.
   *
   * @throws InvalidInputException if less than 1
   */
  public Optimizer maxBytes(long most) {
    require(most >= 1, "The size allowed must be 1 byte or more, but is " + most);
    request.maxBytes = most;
    return this;
  }

  /**
   * How many samples must be run in a second at least; then several runs at once and several
   * samples in a run are tried, too.
   *
   * @throws InvalidInputException if not more than 0
   */
  public Optimizer minThroughput(double least) {
    require(least > 0, "The throughput must be more than 0 samples per second, but is " + least);
    request.minThroughput = least;
    return this;
  }

  /**
   * How long the search may take; by default five minutes. What the float model needs to be scored
   * is taken in any case.
   *
   * @throws InvalidInputException if not more than 0
   */
  public Optimizer searchTime(Duration most) {
    require(most.compareTo(Duration.ZERO) > 0, "The time must be more than 0, but is " + most);
    request.searchTime = most;
    return this;
  }

  /** Tries these accelerators alone; by default all that can run here and are made to be fast. */
  public Optimizer accelerators(String... names) {
    request.accelerators = Arrays.stream(names).map(Accelerators::named).toList();
    return this;
  }

  /**
   * Tries these numbers of threads alone.
   *
   * @throws InvalidInputException if one is less than 1
   */
  public Optimizer threads(int... counts) {
    require(
        Arrays.stream(counts).allMatch(count -> count >= 1),
        "The numbers of threads must be 1 or more, but are " + Arrays.toString(counts));
    request.threads = Arrays.stream(counts).boxed().toList();
    return this;
  }

  /** What the choices of samples hang on. */
  public Optimizer seed(long seed) {
    request.seed = seed;
    return this;
  }

  /**
   * Keeps what was made and scored in a folder, which is made if it does not exist: a search that
   * is started again with the same model, samples, accelerators and quantizers goes on where it
   * stood, but for times, which are measured anew. The files hold some of the samples.
   *
   * @param data what tells the data of the scoring from others, such as its name and version
   */
  public Optimizer cache(Path folder, String data) {
    request.cache = folder;
    request.data = data;
    return this;
  }

  /** Drops nothing before it is measured in full: takes far longer, and shows what was missed. */
  public Optimizer exhaustive() {
    request.exhaustive = true;
    return this;
  }

  /** For tests: takes these instead of what is installed, and the time from this clock. */
  Optimizer within(List<Quantizer> quantizers, List<Accelerator> accelerators, LongSupplier clock) {
    request.quantizers = quantizers;
    request.accelerators = accelerators;
    request.clock = clock;
    return this;
  }

  /** Searches without telling of it. */
  public Optimization run() {
    return run(Progress.NONE);
  }

  /**
   * Searches.
   *
   * @param progress told the milliseconds that passed and those that the search may take; to end
   *     the search and get the best found so far, throw {@link CancelledException} from there or
   *     interrupt this thread, which then is interrupted no more
   * @throws InvalidInputException if no samples were given, or they do not fit the model
   * @throws UnavailableException if no accelerator can run here
   * @throws CancelledException if cancelled before the float model was measured
   */
  public Optimization run(Progress progress) {
    return new Search(request.build(), progress).run();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new InvalidInputException(otherwise);
    }
  }
}
