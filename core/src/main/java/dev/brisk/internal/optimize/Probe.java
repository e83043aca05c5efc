package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Score;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A few samples, and what the float model makes of them, which lasts until it is closed. */
final class Probe implements AutoCloseable {
  private static final int MOST = 64;
  private static final int FEW = 16;
  private static final long MOST_BYTES = 64L << 20;

  private final List<Map<String, Tensor>> inputs = new ArrayList<>();
  private final List<Map<String, Tensor>> expected = new ArrayList<>();
  private final Map<String, Tensor> first;

  /** Takes the first samples, in an order that hangs on the seed, and runs the float model. */
  Probe(Request request, Progress progress) {
    long bytes = 0;
    for (Map<String, Tensor> sample : request.samples()) {
      bytes += sample.values().stream().mapToLong(Probe::bytes).sum();
      if (!inputs.isEmpty() && (inputs.size() == MOST || bytes > MOST_BYTES)) {
        break;
      }
      inputs.add(sample);
    }
    first = inputs.get(0);
    Collections.shuffle(inputs, new Random(request.seed()));
    try (Executable executable = request.accelerators().get(0).compile(request.model())) {
      for (Map<String, Tensor> sample : inputs) {
        progress.update("", 0, 0);
        expected.add(executable.run(sample));
      }
    }
  }

  private static long bytes(Tensor tensor) {
    return tensor.elementType() == ElementType.STRING ? 0 : tensor.byteSize();
  }

  /** What speed is measured with. */
  Map<String, Tensor> first() {
    return first;
  }

  /** The signal to noise ratio of a model's outputs on a few of the samples. */
  double decibels(Model model, Accelerator accelerator, Progress progress) {
    try (Executable executable = accelerator.compile(model)) {
      double sum = 0;
      int few = Math.min(FEW, inputs.size());
      for (int i = 0; i < few; i++) {
        progress.update("", 0, 0);
        sum += noise(executable, i);
      }
      return Noise.decibels(sum / few);
    }
  }

  /** Minus the noise in percent of the signal. */
  Score score(Executable executable, Progress progress) {
    double[] scores = new double[inputs.size()];
    for (int i = 0; i < scores.length; i++) {
      progress.update("", 0, 0);
      scores[i] = -100 * noise(executable, i);
    }
    return Score.mean(scores);
  }

  @Override
  public void close() {
    expected.forEach(outputs -> outputs.values().forEach(Tensor::close));
  }

  private double noise(Executable executable, int index) {
    Map<String, Tensor> actual = executable.run(inputs.get(index));
    try {
      return Noise.share(expected.get(index), actual);
    } finally {
      actual.values().forEach(Tensor::close);
    }
  }
}
