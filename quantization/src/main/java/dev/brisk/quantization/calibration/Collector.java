package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.CompileOptions;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a model on samples and counts the numbers of its values, one sample after another: besides
 * the few that {@link KeptSamples} keeps, none stays in memory.
 */
public final class Collector {
  private static final int MOST_WORKERS = 16;

  /** The bytes of values that all workers together may hold. */
  private static final long MOST_BYTES = 1L << 30;

  private final Model model;
  private final Accelerator accelerator;
  private final Map<String, Histogram> histograms = new TreeMap<>();
  private final KeptSamples kept = new KeptSamples();
  private long samples;

  /**
   * A collector that has seen no sample.
   *
   * @param model the model, which has no quantized values yet
   * @param values the names of the values to observe, float32 tensors each
   * @param accelerator what runs the model
   */
  public Collector(Model model, Collection<String> values, Accelerator accelerator) {
    this.model = model;
    this.accelerator = accelerator;
    values.forEach(value -> histograms.put(value, new Histogram()));
  }

  /**
   * Runs the samples, several at once where the accelerator may use several threads, each on one
   * thread. They and the listener are called from the calling thread only.
   *
   * @throws InvalidInputException if there is none or one does not fit the model
   * @throws CancelledException if the thread is interrupted or the listener cancels
   */
  public void collect(Iterable<Map<String, Tensor>> inputs, Progress progress) {
    CompileOptions options = CompileOptions.defaults().threads(1);
    try (Exposure exposure = new Exposure(model, histograms.keySet(), accelerator, options)) {
      List<Worker> workers = workers(exposure);
      try (Crew crew = new Crew(workers)) {
        long total = inputs instanceof Collection<?> known ? known.size() : 0;
        for (Map<String, Tensor> input : inputs) {
          exposure.check(input);
          kept.add(crew.hand(input));
          samples++;
          progress.update("calibrate", samples, total);
        }
        crew.await();
      }
      workers.forEach(this::merge);
    }
    if (samples == 0) {
      throw new InvalidInputException("Calibration needs samples, but there is none");
    }
  }

  private List<Worker> workers(Exposure exposure) {
    long fit = Math.max(1, MOST_BYTES / Math.max(1, exposure.bytes()));
    int count = (int) Math.min(Math.min(fit, MOST_WORKERS), Threads.of(accelerator));
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(new Worker(exposure.lane(), histograms.keySet()));
    }
    return workers;
  }

  private void merge(Worker worker) {
    worker
        .histograms()
        .forEach((value, found) -> histograms.merge(value, found, Histogram::merged));
  }

  /** The number of samples seen. */
  public long samples() {
    return samples;
  }

  /** A few of the samples seen. */
  public KeptSamples kept() {
    return kept;
  }

  /** The statistics so far, by value. */
  public Map<String, Histogram> histograms() {
    return histograms;
  }
}
