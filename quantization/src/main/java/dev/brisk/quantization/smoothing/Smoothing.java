package dev.brisk.quantization.smoothing;

import dev.brisk.Accelerator;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Replay;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A model in which the channels of what matrix products read have like ranges: where a few are much
 * larger than the others, as after the normalizations of transformers, they shrink by powers of
 * two, and the weights that they meet grow by these. What the model gives stays the same to the
 * bit.
 *
 * <p>Channels shrink within the normalization, the layer or the constant that makes them. Where
 * that is not possible, as others read the value too, a multiplication does it, if that pays.
 *
 * @param model the changed model; values whose numbers changed have other names
 * @param measuring the model for choosing ranges, changed in the same way
 */
public record Smoothing(Model model, Model measuring) {
  private static final double SHARE = 0.9;

  /** With a multiplication, there is an operator more to run, which must be worth it. */
  private static final double SHARE_IF_INSERTED = 0.3;

  /**
   * Smooths a model.
   *
   * @param layers the nodes that compute on codes; those that are no matrix products are passed
   *     over
   * @param excluded the labels of nodes that must stay as they are
   * @param samples what the channels are measured on; without any, nothing changes
   * @throws dev.brisk.CancelledException if the thread is interrupted or the listener cancels
   */
  public static Smoothing of(
      Model model,
      Model measuring,
      Collection<Node> layers,
      Set<String> excluded,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Progress progress) {
    Map<String, List<Node>> byValue = new LinkedHashMap<>();
    for (Node layer : layers) {
      if (fits(model.graph(), layer)) {
        byValue.computeIfAbsent(layer.input(0), v -> new ArrayList<>()).add(layer);
      }
    }
    Map<String, Rows> rows = measure(model, byValue, samples, accelerator, progress);
    SmoothedGraph changed = new SmoothedGraph(model.graph(), excluded);
    SmoothedGraph measured = new SmoothedGraph(measuring.graph(), excluded);
    byValue.forEach(
        (value, readers) -> {
          Rows seen = rows.get(value);
          if (seen != null && seen.isUsable()) {
            Set<String> labels = readers.stream().map(Node::label).collect(Collectors.toSet());
            boolean folds = changed.folds(value, labels, seen.channels());
            List<Columns> weights =
                readers.stream()
                    .map(node -> Columns.of(node, weights(model.graph(), node)))
                    .toList();
            int[] exponents =
                new Strength(seen, weights).exponents(folds ? SHARE : SHARE_IF_INSERTED);
            if (Arrays.stream(exponents).anyMatch(exponent -> exponent != 0)) {
              changed.apply(value, labels, exponents);
              measured.apply(value, labels, exponents);
            }
          }
        });
    return new Smoothing(model.withGraph(changed.graph()), measuring.withGraph(measured.graph()));
  }

  private static boolean fits(Graph graph, Node layer) {
    Initializer weights = graph.constant(layer.input(1));
    return weights != null
        && weights.shape().elements() > 0
        && weights.elementType() == ElementType.FLOAT32
        && Columns.fit(layer, weights)
        && graph.producer(layer.input(0)) != null;
  }

  private static Initializer weights(Graph graph, Node layer) {
    Initializer weights = graph.constant(layer.input(1));
    if (weights == null) {
      throw new IllegalStateException("The weights of " + layer + " are not constant");
    }
    return weights;
  }

  private static Map<String, Rows> measure(
      Model model,
      Map<String, List<Node>> byValue,
      Collection<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Progress progress) {
    Map<String, Rows> found = new HashMap<>();
    if (byValue.isEmpty() || samples.isEmpty()) {
      return found;
    }
    AtomicLong done = new AtomicLong();
    Replay.show(
        model,
        byValue.keySet(),
        samples,
        accelerator,
        (value, tensor) -> {
          int channels = Math.toIntExact(tensor.shape().dim(tensor.shape().rank() - 1));
          found.computeIfAbsent(value, v -> new Rows(channels)).add(tensor);
        },
        sample -> progress.update("smooth channels", done.incrementAndGet(), samples.size()));
    return found;
  }
}
