package dev.brisk.quantization.half;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.quantization.calibration.Exposure;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs a converted model beside the float one on samples, and compares what they give. */
final class Trial {
  private final Model exact;
  private final Accelerator accelerator;
  private final Collection<Map<String, Tensor>> samples;
  private final Progress progress;

  Trial(
      Model exact,
      Accelerator accelerator,
      Collection<Map<String, Tensor>> samples,
      Progress progress) {
    this.exact = exact;
    this.accelerator = accelerator;
    this.samples = samples;
    this.progress = progress;
  }

  /** The deviations of the float32 outputs, by name. */
  Map<String, Deviation> outputs(Model converted) {
    Map<String, Deviation> deviations = new TreeMap<>();
    long done = 0;
    try (Executable reference = accelerator.compile(exact);
        Executable half = accelerator.compile(converted)) {
      for (Map<String, Tensor> sample : samples) {
        stopIfInterrupted();
        Map<String, Tensor> expected = reference.run(sample);
        Map<String, Tensor> actual = half.run(sample);
        expected.forEach((name, tensor) -> add(deviations, name, tensor, actual));
        expected.values().forEach(Tensor::close);
        actual.values().forEach(Tensor::close);
        progress.update("check", ++done, samples.size());
      }
    }
    return deviations;
  }

  private static void add(
      Map<String, Deviation> deviations, String name, Tensor expected, Map<String, Tensor> actual) {
    Tensor other = actual.get(name);
    if (other != null
        && expected.elementType() == ElementType.FLOAT32
        && other.elementType() == ElementType.FLOAT32
        && other.shape().equals(expected.shape())) {
      deviations
          .computeIfAbsent(name, first -> new Deviation())
          .add(expected.toFloatArray(), other.toFloatArray());
    }
  }

  /** The deviations of values of the main graph, which a model gives under the same names. */
  Map<String, Deviation> values(Model revealing, Set<String> names) {
    Map<String, Deviation> deviations = new TreeMap<>();
    try (Exposure reference = new Exposure(exact, names, accelerator);
        Exposure half = new Exposure(revealing, names, accelerator)) {
      for (Map<String, Tensor> sample : samples) {
        Map<String, float[]> expected = new HashMap<>();
        reference.run(sample, (name, tensor) -> expected.put(name, floats(tensor)));
        half.run(
            sample,
            (name, tensor) -> {
              float[] exactly = expected.get(name);
              if (exactly != null && exactly.length == tensor.shape().elements()) {
                deviations
                    .computeIfAbsent(name, first -> new Deviation())
                    .add(exactly, floats(tensor));
              }
            });
      }
    }
    return deviations;
  }

  private static float[] floats(Tensor tensor) {
    return tensor.elementType() == ElementType.FLOAT32 ? tensor.toFloatArray() : new float[0];
  }

  private static void stopIfInterrupted() {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancelledException("Checking the converted model was interrupted");
    }
  }
}
