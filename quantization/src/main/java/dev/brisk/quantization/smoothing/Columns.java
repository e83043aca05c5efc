package dev.brisk.quantization.smoothing;

import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The weights of a matrix product by output.
 *
 * @param byOutput for each output, a weight for each channel
 */
@SuppressWarnings("ArrayRecordComponent") // Not handed on.
record Columns(double[][] byOutput) {
  private static final int MOST = 128;

  /** Whether a node multiplies an activation, whose last dimension counts, with these weights. */
  static boolean fit(Node layer, Initializer weights) {
    boolean plain = layer.is("MatMul") || layer.is("Gemm");
    return plain && weights.shape().rank() == 2 && layer.attributes().intOr("transA", 0) == 0;
  }

  /** Whether the weights of an output lie side by side. */
  static boolean transposed(Node layer) {
    return layer.is("Gemm") && layer.attributes().intOr("transB", 0) != 0;
  }

  static Columns of(Node layer, Initializer weights) {
    boolean transposed = transposed(layer);
    int rows = Math.toIntExact(weights.shape().dim(0));
    int columns = Math.toIntExact(weights.shape().dim(1));
    int outputs = transposed ? rows : columns;
    int channels = transposed ? columns : rows;
    float[] values = weights.tensor().toFloatArray();
    double[][] byOutput = new double[outputs][channels];
    for (int output = 0; output < outputs; output++) {
      for (int channel = 0; channel < channels; channel++) {
        int at = transposed ? output * columns + channel : channel * columns + output;
        byOutput[output][channel] = values[at];
      }
    }
    return new Columns(byOutput);
  }

  /** The largest weight of a channel. */
  double largest(int channel) {
    double largest = 0;
    for (double[] output : byOutput) {
      largest = Math.max(largest, Math.abs(output[channel]));
    }
    return largest;
  }

  /** Some outputs' weights, evenly spread. */
  List<double[]> some() {
    int step = (byOutput.length + MOST - 1) / MOST;
    List<double[]> some = new ArrayList<>();
    for (int output = 0; output < byOutput.length; output += step) {
      some.add(byOutput[output]);
    }
    return some;
  }
}
