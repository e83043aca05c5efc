package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a model on samples and counts the numbers of its values, one sample after another: none is
 * kept. Where the values together are large, each sample is run several times, each time with some
 * of them as outputs, so that memory stays bounded by a share of the values of one sample.
 */
public final class Collector {
  /** The bytes of values that one run may give. */
  private static final long BYTES_AT_ONCE = 512L << 20;

  private static final long BYTES_IF_UNKNOWN = 4L << 20;

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
    List<Executable> chunks = new ArrayList<>();
    try {
      for (List<String> chunk : chunks()) {
        chunks.add(accelerator.compile(exposing(chunk)));
      }
      long total = inputs instanceof Collection<?> known ? known.size() : 0;
      for (Map<String, Tensor> input : inputs) {
        observe(input, chunks);
        kept.add(input);
        samples++;
        progress.update("calibrate", samples, total);
      }
    } finally {
      chunks.forEach(Executable::close);
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
  private void observe(Map<String, Tensor> sample, List<Executable> chunks) {
    for (Executable chunk : chunks) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("Calibration was interrupted after " + samples + " samples");
      }
      Map<String, Tensor> outputs = chunk.run(sample);
      outputs.forEach(this::add);
      outputs.values().forEach(Tensor::close);
    }
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

  /**
   * The values that nodes make, in the order in which they do, in groups of bounded size; one empty
   * group if there are none.
   */
  private List<List<String>> chunks() {
    List<List<String>> chunks = new ArrayList<>();
    List<String> current = new ArrayList<>();
    long bytes = 0;
    for (String value : made()) {
      long size = bytes(value);
      if (!current.isEmpty() && bytes + size > BYTES_AT_ONCE) {
        chunks.add(current);
        current = new ArrayList<>();
        bytes = 0;
      }
      current.add(value);
      bytes += size;
    }
    if (!current.isEmpty() || chunks.isEmpty()) {
      chunks.add(current);
    }
    return chunks;
  }

  private List<String> made() {
    return model.graph().nodes().stream()
        .flatMap(node -> node.outputs().stream())
        .filter(histograms::containsKey)
        .toList();
  }

  private long bytes(String value) {
    Value known = model.graph().values().get(value);
    return known == null || known.shape() == null
        ? BYTES_IF_UNKNOWN
        : ElementType.FLOAT32.byteSize(known.shape().withFree(1).elements());
  }

  /** The model with the given values as its only outputs; with its own for none. */
  private Model exposing(List<String> values) {
    if (values.isEmpty()) {
      return model;
    }
    List<Value> outputs =
        values.stream().map(value -> Value.tensor(value, ElementType.FLOAT32, null)).toList();
    return model.withGraph(model.graph().toBuilder().outputs(outputs).build());
  }
}
