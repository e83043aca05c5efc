package dev.brisk.quantization.rounding;

import dev.brisk.Accelerator;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Replay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

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
    long[] seeds = samples.stream().mapToLong(sample -> random.nextLong()).toArray();
    AtomicInteger done = new AtomicInteger();
    Replay.show(
        model,
        byValue.keySet(),
        samples,
        accelerator,
        (value, tensor) -> add(byValue, value, tensor, seeds[done.get()]),
        sample -> {
          sample.forEach((value, tensor) -> add(byValue, value, tensor, seeds[done.get()]));
          progress.update("weigh weights", done.incrementAndGet(), samples.size());
        });
    return found;
  }

  private static void add(
      Map<String, List<Moments>> byValue, String value, Tensor tensor, long seed) {
    for (Moments moments : byValue.getOrDefault(value, List.of())) {
      moments.add(tensor, new SplittableRandom(seed));
    }
  }
}
