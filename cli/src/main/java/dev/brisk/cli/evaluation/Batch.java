package dev.brisk.cli.evaluation;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Sample;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts the inputs of several samples together along the batch dimension. */
final class Batch {
  private Batch() {}

  /** The samples' inputs in their order; all samples have inputs of the same names and shapes. */
  static Map<String, Tensor> of(List<Sample> samples) {
    Map<String, Tensor> batch = new LinkedHashMap<>();
    samples
        .get(0)
        .inputs()
        .forEach(
            (name, first) -> {
              Shape shape = first.shape().withDim(0, samples.size());
              batch.put(name, Tensor.allocate(first.elementType(), shape));
            });
    Map<String, ByteBuffer> memory = new LinkedHashMap<>();
    batch.forEach((name, tensor) -> memory.put(name, tensor.asByteBuffer()));
    for (Sample sample : samples) {
      sample.inputs().forEach((name, tensor) -> append(memory, name, tensor));
    }
    return batch;
  }

  private static void append(Map<String, ByteBuffer> memory, String name, Tensor tensor) {
    Objects.requireNonNull(memory.get(name), name).put(tensor.asByteBuffer());
  }
}
