package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.arithmetic.Biases;
import dev.brisk.quantization.reconstruction.LayerMeans;
import dev.brisk.quantization.reconstruction.PartialRuns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the means of the channels of each layer of a quantized model to those of the float model,
 * from the first layer to the last, each time with all layers before it mended: so biases make up
 * for what clipping and the codes of activations shift, too, and no shift is taken twice.
 *
 * <p>As in {@link BiasCorrection}, less is taken where a shift differs much from sample to sample.
 */
final class Reconstruction {
  private final Model prepared;
  private final Quantized quantized;
  private final QuantizationOptions options;

  /** The layers by the value that they give in the quantized model. */
  private final Map<String, Node> layers = new LinkedHashMap<>();

  Reconstruction(Model prepared, Quantized quantized, QuantizationOptions options) {
    this.prepared = prepared;
    this.quantized = quantized;
    this.options = options;
    quantized
        .plan()
        .forms()
        .forEach(
            (node, form) -> {
              if (form instanceof Form.Weighted && !node.is("MatMul")) {
                layers.put(Writer.result(quantized.plan(), node), node);
              }
            });
  }

  /** What to take from biases in all, given what was taken from them so far. */
  Map<Node, double[]> shifts(Map<Node, double[]> before, Collection<Map<String, Tensor>> samples) {
    Map<Node, double[]> shifts = new LinkedHashMap<>(before);
    if (samples.size() < 2 || layers.isEmpty()) {
      return shifts;
    }
    Map<Node, List<double[]>> wanted =
        LayerMeans.measure(prepared, layers.values(), samples, options.accelerator());
    Graph graph = quantized.model().graph();
    long done = 0;
    try (PartialRuns runs = new PartialRuns(quantized.model(), samples, options.accelerator())) {
      for (Node written : graph.nodes()) {
        Node layer = written.outputs().isEmpty() ? null : layers.get(written.output(0));
        Node decoder = layer == null ? null : graph.producer(written.input(2));
        double[] taken = layer == null ? null : before.get(layer);
        if (layer != null && decoder != null && taken != null) {
          double[] shift = shift(runs, written, wanted.getOrDefault(layer, List.of()));
          double[] all = sum(taken, shift);
          shifts.put(layer, all);
          runs.change(bias(layer, decoder, all));
          options.progress().update("mend layers", ++done, layers.size());
        }
      }
    }
    return shifts;
  }

  /** By how much a layer's means are above those of the float model, as far as that is certain. */
  private static double @Nullable [] shift(PartialRuns runs, Node written, List<double[]> wanted) {
    List<double[]> differences = new ArrayList<>();
    List<double[]> usable = new ArrayList<>();
    runs.advance(
        written,
        !written.is("Gemm"),
        tensor -> {
          double[] means = LayerMeans.of(tensor);
          double[] expected = wanted.get(differences.size());
          for (int c = 0; c < means.length; c++) {
            means[c] -= expected[c];
          }
          differences.add(means);
          if (BiasCorrection.isUsable(means)) {
            usable.add(means);
          }
        });
    return usable.size() < 2 ? null : BiasCorrection.certain(usable);
  }

  private static double[] sum(double[] taken, double @Nullable [] shift) {
    double[] all = taken.clone();
    for (int c = 0; shift != null && c < all.length; c++) {
      all[c] += shift[c];
    }
    return all;
  }

  private Initializer bias(Node layer, Node decoder, double[] shift) {
    if (!(quantized.plan().forms().get(layer) instanceof Form.Weighted form)) {
      throw new IllegalStateException(layer + " has no weights");
    }
    Parameters parameters = quantized.parameters().with(Map.of(layer, shift));
    float[] bias = parameters.bias(layer, form);
    if (bias == null) {
      throw new IllegalStateException(layer + " has no bias");
    }
    float[] scales = parameters.biasScales(layer, parameters.weights(layer, form));
    int[] codes = Biases.codes(bias, scales);
    return Initializer.of(decoder.input(0), Tensor.of(codes, codes.length));
  }
}
