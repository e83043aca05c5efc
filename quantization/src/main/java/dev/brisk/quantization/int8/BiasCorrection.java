package dev.brisk.quantization.int8;

import dev.brisk.Accelerator;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Tensor;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.quantization.arithmetic.Channels;
import dev.brisk.quantization.calibration.Replay;
import dev.brisk.quantization.reconstruction.LayerMeans;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds by how much the rounding of its weights shifts the mean of each channel of a layer, to be
 * taken from its bias.
 *
 * <p>That is the bias correction of M. Nagel et al., "Data-free quantization through weight
 * equalization and bias correction" (ICCV 2019), on data: beside each layer of the float model
 * stands one that has the errors of its weights for weights, and the means of its results over some
 * samples are the shifts. Matching the means that layers have in the quantized model to those of
 * the float model instead would also take away what clipping and the noise of activations shift,
 * but those shifts differ from position to position, and where most positions show nothing, as in
 * detectors, they are not those of the positions that count.
 *
 * <p>Where a shift differs so much from sample to sample that its mean is uncertain, less of it is
 * taken: the share of its square in the sum of that and the squared standard error.
 */
final class BiasCorrection {
  private final Model prepared;
  private final Accelerator accelerator;
  private final Map<Node, String> shifts = new LinkedHashMap<>();
  private final GraphBuilder builder;

  /** The correction of the layers of a plan that have a bias or can be given one. */
  BiasCorrection(Model prepared, Plan plan, Parameters parameters, Accelerator accelerator) {
    this.prepared = prepared;
    this.accelerator = accelerator;
    this.builder = prepared.graph().toBuilder();
    plan.forms()
        .forEach(
            (node, form) -> {
              if (form instanceof Form.Weighted weighted && !node.is("MatMul")) {
                shifts.put(node, addErrors(node, weighted, parameters));
              }
            });
    builder.outputs(
        shifts.values().stream()
            .map(value -> Value.tensor(value, ElementType.FLOAT32, null))
            .toList());
  }

  /** Adds a layer of the errors of a layer's weights; gives the value that holds its means. */
  private String addErrors(Node node, Form.Weighted form, Parameters parameters) {
    Initializer weights = parameters.weightsOf(node, form);
    Channels channels = Parameters.channels(weights, form);
    float[] errors = parameters.weights(node, form).values(channels);
    float[] exact = weights.tensor().toFloatArray();
    for (int i = 0; i < errors.length; i++) {
      errors[i] -= exact[i];
    }
    String name = node.output(0) + "_brisk_errors";
    String constant = name + "_weights";
    builder.initializer(constant, Tensor.of(errors, weights.shape().dims()));
    Node layer =
        node.withName(name).withInputs(List.of(node.input(0), constant)).withOutputs(List.of(name));
    builder.node(layer);
    return node.is("Gemm")
        ? name
        : builder.node("GlobalAveragePool", name + "_means", List.of(name));
  }

  /** What to take from the bias of each channel, by node; empty where samples are too few. */
  Map<Node, double[]> shifts(Collection<Map<String, Tensor>> samples, Progress progress) {
    Map<Node, double[]> found = new LinkedHashMap<>();
    if (samples.size() < 2 || shifts.isEmpty()) {
      return found;
    }
    Map<Node, List<double[]>> bySample = measure(samples, progress);
    bySample.forEach(
        (node, measured) -> {
          List<double[]> usable = measured.stream().filter(BiasCorrection::isUsable).toList();
          if (usable.size() > 1) {
            found.put(node, certain(usable));
          }
        });
    return found;
  }

  /** Samples with NaN or infinity are left out, as they are of ranges, and empty ones. */
  static boolean isUsable(double[] means) {
    return means.length > 0 && Arrays.stream(means).allMatch(Double::isFinite);
  }

  private Map<Node, List<double[]>> measure(
      Collection<Map<String, Tensor>> samples, Progress progress) {
    Map<String, List<double[]>> measured = new HashMap<>();
    AtomicLong done = new AtomicLong();
    Replay.show(
        prepared.withGraph(builder.build()),
        shifts.values(),
        samples,
        accelerator,
        (value, tensor) ->
            measured.computeIfAbsent(value, v -> new ArrayList<>()).add(LayerMeans.of(tensor)),
        sample -> progress.update("correct biases", done.incrementAndGet(), samples.size()));
    Map<Node, List<double[]>> byNode = new LinkedHashMap<>();
    shifts.forEach((node, value) -> byNode.put(node, measured.getOrDefault(value, List.of())));
    return byNode;
  }

  /** The mean shifts of the channels, less where they are uncertain. */
  static double[] certain(List<double[]> measured) {
    double[] shift = new double[measured.get(0).length];
    int count = measured.size();
    for (int c = 0; c < shift.length; c++) {
      double sum = 0;
      double squares = 0;
      for (double[] one : measured) {
        sum += one[c];
        squares += one[c] * one[c];
      }
      double mean = sum / count;
      double variance = Math.max(0, (squares - sum * mean) / (count - 1));
      double square = mean * mean;
      shift[c] = square == 0 ? 0 : mean * square / (square + variance / count);
    }
    return shift;
  }
}
