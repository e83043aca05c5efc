package dev.brisk.quantization.equalization;

import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;

/**
 * What the weights of a layer say of the channels it reads.
 *
 * @param layout which weight is for which channel
 * @param largest the largest magnitude of the weights of each pair of output and channel, by
 *     output, then channel
 * @param squares the sum of their squares, in the same order
 */
@SuppressWarnings("ArrayRecordComponent") // Not handed on.
record ReaderWeights(WeightLayout layout, double[] largest, double[] squares) {
  static ReaderWeights of(Node reader, Initializer weights) {
    WeightLayout layout = WeightLayout.of(reader, weights.shape());
    float[] values = weights.tensor().toFloatArray();
    double[] largest = new double[layout.outputs() * layout.inputs()];
    double[] squares = new double[largest.length];
    for (int i = 0; i < values.length; i++) {
      int pair = layout.output(i) * layout.inputs() + layout.input(i);
      largest[pair] = Math.max(largest[pair], Math.abs(values[i]));
      squares[pair] += (double) values[i] * values[i];
    }
    return new ReaderWeights(layout, largest, squares);
  }
}
