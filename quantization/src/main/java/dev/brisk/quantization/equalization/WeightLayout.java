package dev.brisk.quantization.equalization;

import dev.brisk.Shape;
import dev.brisk.graph.Node;

/**
 * Which output and which input channel each weight of a Conv or Gemm is for.
 *
 * @param byInput whether the weights are ordered by input channel, then output
 * @param outputs the number of outputs
 * @param inputs the number of channels that each output reads
 * @param taps the number of weights for each pair of them, which lie side by side
 * @param groups the number of groups that outputs and channels are divided into
 */
record WeightLayout(boolean byInput, int outputs, int inputs, int taps, int groups) {
  static WeightLayout of(Node layer, Shape weights) {
    boolean gemm = layer.is("Gemm");
    boolean byInput = gemm && layer.attributes().intOr("transB", 0) == 0;
    int outputs = Math.toIntExact(weights.dim(byInput ? 1 : 0));
    int inputs = Math.toIntExact(weights.dim(byInput ? 0 : 1));
    int groups = gemm ? 1 : Math.toIntExact(layer.attributes().intOr("group", 1));
    int pairs = Math.max(1, outputs * inputs);
    return new WeightLayout(
        byInput, outputs, inputs, Math.toIntExact(weights.elements()) / pairs, groups);
  }

  /** The output of the i-th weight. */
  int output(int i) {
    return byInput ? i % outputs : i / taps / inputs;
  }

  /** The place of the i-th weight's channel among those that its output reads. */
  int input(int i) {
    return byInput ? i / outputs : i / taps % inputs;
  }

  /** The channel that an output reads at a place. */
  int channel(int output, int input) {
    return output / (outputs / groups) * inputs + input;
  }
}
