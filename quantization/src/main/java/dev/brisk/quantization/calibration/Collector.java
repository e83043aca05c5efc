package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.internal.Fingerprint;
import dev.brisk.internal.Signature;
import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model on samples and counts the numbers of its values: besides the few that {@link
 * KeptSamples} keeps, no sample stays in memory. Samples run several at once where the accelerator
 * may use several threads, each on one thread, so that the numbers do not hang on how many there
 * are. They are asked for, and the listener is called, from the calling thread only.
 */
public final class Collector {
  private final Model model;
  private final Set<String> values;
  private final Accelerator accelerator;
  private final Journal journal;

  /**
   * A collector that has seen no sample, and keeps its progress nowhere.
   *
   * @param model the model, which has no quantized values yet
   * @param values the names of the values to observe, float32 tensors each
   * @param accelerator what runs the model
   */
  public Collector(Model model, Collection<String> values, Accelerator accelerator) {
    this(model, values, accelerator, null);
  }

  /** A collector that keeps its progress in a cache, and goes on where an earlier one stood. */
  public Collector(
      Model model, Collection<String> values, Accelerator accelerator, @Nullable Cache cache) {
    this.model = model;
    this.values = new TreeSet<>(values);
    this.accelerator = accelerator;
    this.journal = new Journal(this.values, cache);
  }

  /**
   * Runs the samples. With a cache they are gone through a second time if some of them turn out to
   * be others than those that it knows.
   *
   * @throws InvalidInputException if there is none or one does not fit the model
   * @throws CancelledException if the thread is interrupted or the listener cancels
   */
  public void collect(Iterable<Map<String, Tensor>> inputs, Progress progress) {
    long total = inputs instanceof Collection<?> known ? known.size() : 0;
    TraceListener.Span span =
        Tracing.begin(Activity.of(Activity.Kind.QUANTIZE_STEP, model.graph().name(), "calibrate"));
    try {
      Iterator<Map<String, Tensor>> rest =
          journal.resume(inputs, accelerator, new Signature(model)::check);
      if (rest.hasNext()) {
        run(rest, total, progress);
      }
    } finally {
      span.close();
    }
    if (samples() == 0) {
      throw new InvalidInputException("Calibration needs samples, but there is none");
    }
  }

  private void run(Iterator<Map<String, Tensor>> samples, long total, Progress progress) {
    Map<String, Tensor> first = samples.next();
    try (Exposure exposure = new Exposure(model, values, accelerator, Exposure.shapes(first))) {
      List<Worker> workers = workers(exposure);
      try (Crew crew = new Crew(workers)) {
        run(Journal.followedBy(first, samples), exposure, crew, workers, total, progress);
      }
    }
  }

  private void run(
      Iterator<Map<String, Tensor>> samples,
      Exposure exposure,
      Crew crew,
      List<Worker> workers,
      long total,
      Progress progress) {
    try {
      while (samples.hasNext()) {
        Map<String, Tensor> sample = samples.next();
        exposure.check(sample);
        journal.findings().see(crew.hand(sample));
        if (journal.isDue()) {
          gather(crew, workers);
        }
        progress.update("calibrate", samples(), total);
      }
      crew.await();
      gather(crew, workers);
    } catch (CancelledException e) {
      gather(crew, workers);
      throw e;
    }
  }

  /** Saves what all workers found, unless one of them failed. */
  private void gather(Crew crew, List<Worker> workers) {
    if (crew.rest()) {
      workers.forEach(worker -> journal.findings().add(worker.handOver()));
      journal.save();
    }
  }

  private List<Worker> workers(Exposure exposure) {
    int count = exposure.lanes(accelerator);
    List<Worker> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      workers.add(new Worker(exposure.lane(), values));
    }
    return workers;
  }

  /** The number of samples seen. */
  public long samples() {
    return journal.findings().samples();
  }

  /** A few of the samples seen. */
  public KeptSamples kept() {
    return journal.findings().kept();
  }

  /** The statistics so far, by value. */
  public Map<String, Histogram> histograms() {
    return journal.findings().histograms();
  }

  /** What was found, as the calibration of a quantizer of that name for a model. */
  public StoredCalibration calibration(String quantizer, Model of) {
    return new StoredCalibration(
        quantizer, Fingerprint.of(of), samples(), histograms(), kept(), warnings());
  }

  /** Sentences on what went wrong with the cache. */
  List<String> warnings() {
    return journal.warnings();
  }
}
