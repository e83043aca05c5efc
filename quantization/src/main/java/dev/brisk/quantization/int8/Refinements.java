package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Channels;
import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.arithmetic.Pairs;
import dev.brisk.quantization.arithmetic.Weights;
import dev.brisk.quantization.rounding.InputMoments;
import dev.brisk.quantization.rounding.Moments;
import dev.brisk.quantization.rounding.Refinement;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The codes of the weights of a model's layers, each found once for all plans. */
final class Refinements {
  private final Settings settings;
  private final Model prepared;
  private final QuantizationOptions options;
  private final Set<Node> known = new LinkedHashSet<>();
  private final Map<Node, Moments> moments = new HashMap<>();
  private final Map<Node, Found> found = new HashMap<>();
  private boolean meansAreMended;

  /** Codes that were found from these. */
  private record Found(Weights base, Weights refined) {}

  Refinements(Settings settings, Model prepared, QuantizationOptions options) {
    this.settings = settings;
    this.prepared = prepared;
    this.options = options;
  }

  /** Measures what the layers of a plan read, where that is of use and not yet known. */
  void measure(Plan plan, Collection<Map<String, Tensor>> samples) {
    meansAreMended = settings.biases() != Settings.BiasKind.PLAIN && samples.size() > 1;
    Set<Node> unknown = new LinkedHashSet<>();
    plan.forms()
        .forEach(
            (node, form) -> {
              if (form instanceof Form.Weighted && isAlone(node) && known.add(node)) {
                unknown.add(node);
              }
            });
    if (settings.searchesScales() || settings.learnsRounding()) {
      moments.putAll(
          InputMoments.measure(
              prepared, unknown, samples, options.accelerator(), options.progress()));
    }
  }

  /** Whether no other node reads the same weights, which are stored once. */
  private boolean isAlone(Node node) {
    return prepared.graph().consumers(node.input(1)).size() == 1;
  }

  /** The codes of a layer's weights; see {@link Refinement#refine}. */
  Weights codes(
      Node node, float[] values, Channels channels, Codes codes, Pairs pairs, float[] least) {
    Weights base = Weights.quantize(values, channels, codes, pairs, least);
    Found before = found.get(node);
    if (before == null || !Arrays.equals(before.base.scales(), base.scales())) {
      boolean alone = isAlone(node);
      boolean central = meansAreMended && !node.is("MatMul");
      Weights refined =
          new Refinement(alone && settings.searchesScales(), settings.learnsRounding(), central)
              .refine(base, values, channels, codes, pairs, least, moments.get(node));
      before = new Found(base, refined);
      found.put(node, before);
    }
    return before.refined;
  }
}
