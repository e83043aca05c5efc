package dev.brisk.quantization.calibration;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Tensor;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Runs samples one after another, and counts the numbers of values. For one thread at a time. */
final class Worker {
  private final Lane lane;
  private final Collection<String> values;
  private Map<String, Histogram> histograms = new TreeMap<>();

  Worker(Lane lane, Collection<String> values) {
    this.lane = lane;
    this.values = values;
    handOver();
  }

  /** What it has counted since the last call, by value; it begins anew. */
  Map<String, Histogram> handOver() {
    Map<String, Histogram> counted = histograms;
    counted.values().forEach(Histogram::settle);
    histograms = new TreeMap<>();
    values.forEach(value -> histograms.put(value, new Histogram()));
    return counted;
  }

  /**
   * Runs a sample first, since that is what refuses one that does not fit. One of no rows is not
   * run: it has nothing to count, and not every runtime takes it.
   */
  void work(Map<String, Tensor> sample) {
    if (KeptSamples.holdsNothing(sample)) {
      return;
    }
    lane.run(sample, this::add);
    sample.forEach(this::add);
  }

  private void add(String value, Tensor tensor) {
    Histogram histogram = histograms.get(value);
    if (histogram == null) {
      return;
    }
    if (tensor.elementType() != ElementType.FLOAT32) {
      throw new InvalidInputException(
          "Calibration needs float32 values, but '%s' is %s".formatted(value, tensor));
    }
    histogram.count(tensor);
  }
}
