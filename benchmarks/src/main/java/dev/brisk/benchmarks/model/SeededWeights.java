package dev.brisk.benchmarks.model;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.FloatBuffer;

/**
 * Random float32 tensors that depend on a seed and their name alone, the same on every machine.
 *
 * <p>Immutable and thread-safe.
 */
final class SeededWeights {
  private final long seed;

  SeededWeights(long seed) {
    this.seed = seed;
  }

  /**
   * Normal values of variance 2 / fan-in, which keeps the mean square through a ReLU (He et al.,
   * "Delving Deep into Rectifiers", 2015).
   */
  Tensor heNormal(String name, long fanIn, long... dims) {
    return normal(name, 0, Math.sqrt(2.0 / fanIn), dims);
  }

  Tensor normal(String name, double mean, double deviation, long... dims) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT32, Shape.of(dims));
    Gaussians gaussians = new Gaussians(seed, name);
    FloatBuffer values = tensor.asFloatBuffer();
    while (values.hasRemaining()) {
      values.put((float) (mean + deviation * gaussians.next()));
    }
    return tensor;
  }

  static Tensor filled(float value, long... dims) {
    Tensor tensor = Tensor.allocate(ElementType.FLOAT32, Shape.of(dims));
    FloatBuffer values = tensor.asFloatBuffer();
    while (values.hasRemaining()) {
      values.put(value);
    }
    return tensor;
  }
}
