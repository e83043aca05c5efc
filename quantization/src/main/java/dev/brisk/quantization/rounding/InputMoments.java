package dev.brisk.quantization.rounding;

import dev.brisk.Accelerator;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Exposure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Measures the moments of the inputs of layers on samples. */
public final class InputMoments {
  private static final long SEED = 1;

  private InputMoments() {}

  /**
   * The moments of what layers read.
   *
   * @param layers layers of the model whose input 0 holds floats and whose input 1 is constant
   * @return by layer, without those whose weights are not ordered by output
   * @throws dev.brisk.CancelledException if the thread is interrupted or the listener cancels
   */
  public static Map<Node, Moments> measure(
      Model model,
      Collection<Node> layers,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Progress progress) {
    Map<Node, Moments> found = new LinkedHashMap<>();
    Map<String, List<Moments>> byValue = new HashMap<>();
    for (Node layer : layers) {
      Initializer weights = model.graph().constant(layer.input(1));
      Patches patches = weights == null ? null : Patches.of(layer, weights.shape());
      if (patches != null) {
        Moments moments = new Moments(patches);
        found.put(layer, moments);
        byValue.computeIfAbsent(layer.input(0), v -> new ArrayList<>()).add(moments);
      }
    }
    if (found.isEmpty() || samples.isEmpty()) {
      return found;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    long done = 0;
    try (Exposure exposure = new Exposure(model, byValue.keySet(), accelerator)) {
      for (Map<String, Tensor> sample : samples) {
        long seed = random.nextLong();
        exposure.run(sample, (value, tensor) -> add(byValue, value, tensor, seed));
        sample.forEach((value, tensor) -> add(byValue, value, tensor, seed));
        progress.update("weigh weights", ++done, samples.size());
      }
    }
    return found;
  }

  private static void add(
      Map<String, List<Moments>> byValue, String value, Tensor tensor, long seed) {
    for (Moments moments : byValue.getOrDefault(value, List.of())) {
      moments.add(tensor, new SplittableRandom(seed));
    }
  }
}
