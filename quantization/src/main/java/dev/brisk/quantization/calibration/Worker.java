package dev.brisk.quantization.calibration;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Runs samples one after another, and counts the numbers of values. For one thread at a time. */
final class Worker {
  private final Lane lane;
  private final Collection<String> values;
  private Map<String, Histogram> histograms = new TreeMap<>();
  private Map<String, Tensor> sample = Map.of();

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

  /** Copies a sample to work on; the copy is overwritten by the next. */
  Map<String, Tensor> take(Map<String, Tensor> next) {
    Map<String, Tensor> copies = new HashMap<>();
    next.forEach((name, tensor) -> copies.put(name, copy(tensor, sample.get(name))));
    sample = copies;
    return copies;
  }

  /** Runs first, since that is what refuses a sample that does not fit. */
  void work() {
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

  /** A copy, in the memory of an earlier one where it fits. */
  private static Tensor copy(Tensor tensor, @Nullable Tensor earlier) {
    if (tensor.elementType() == ElementType.STRING) {
      return Tensor.of(tensor.toStringArray(), tensor.shape().dims());
    }
    Tensor copy =
        earlier != null
                && earlier.elementType() == tensor.elementType()
                && earlier.shape().equals(tensor.shape())
            ? earlier
            : Tensor.allocate(tensor.elementType(), tensor.shape());
    Lane.copy(tensor, copy);
    return copy;
  }
}
