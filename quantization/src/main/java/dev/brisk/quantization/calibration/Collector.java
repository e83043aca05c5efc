package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a model on samples and counts the numbers of its values, one sample after another: besides
 * the few that {@link KeptSamples} keeps, none stays in memory.
 */
public final class Collector {
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
   * Runs the samples.
   *
   * @throws InvalidInputException if there is none or one does not fit the model
   * @throws CancelledException if the thread is interrupted or the listener cancels
   */
  public void collect(Iterable<Map<String, Tensor>> inputs, Progress progress) {
    try (Exposure exposure = new Exposure(model, histograms.keySet(), accelerator)) {
      long total = inputs instanceof Collection<?> known ? known.size() : 0;
      for (Map<String, Tensor> input : inputs) {
        observe(input, exposure);
        kept.add(input);
        samples++;
        progress.update("calibrate", samples, total);
      }
    }
    if (samples == 0) {
      throw new InvalidInputException("Calibration needs samples, but there is none");
    }
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

  /** Runs first, since that is what refuses a sample that does not fit. */
  private void observe(Map<String, Tensor> sample, Exposure exposure) {
    exposure.run(sample, this::add);
    for (Map.Entry<String, Histogram> entry : histograms.entrySet()) {
      Tensor input = sample.get(entry.getKey());
      if (input != null) {
        add(entry.getValue(), entry.getKey(), input);
      }
    }
  }

  private void add(String value, Tensor tensor) {
    Histogram histogram = histograms.get(value);
    if (histogram != null) {
      add(histogram, value, tensor);
    }
  }

  private static void add(Histogram histogram, String value, Tensor tensor) {
    if (tensor.elementType() != ElementType.FLOAT32) {
      throw new InvalidInputException(
          "Calibration needs float32 values, but '%s' is %s".formatted(value, tensor));
    }
    histogram.add(tensor.asFloatBuffer());
  }
}
