package dev.brisk.op;

import java.util.List;

/** Local response normalization: by the squares of the neighbouring channels. */
final class Lrn implements Operator {
  @Override
  public String type() {
    return "LRN";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(
        node, node.attributes().intOr("size", 1) + Weights.FUNCTION + Weights.DIVISION + 3);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int size = (int) node.attributes().intOr("size", 1);
    double alpha = node.attributes().floatOr("alpha", 1e-4f);
    double beta = node.attributes().floatOr("beta", 0.75f);
    double bias = node.attributes().floatOr("bias", 1);
    int channels = input.dim(1);
    int plane = Strides.of(input.shape())[1];
    double[] values = input.doubles();
    double[] normalized = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int channel = i / plane % channels;
      int first = Math.max(0, channel - (size - 1) / 2);
      int last = Math.min(channels - 1, channel + size / 2);
      double sum = 0;
      for (int c = first; c <= last; c++) {
        double near = values[i + (c - channel) * plane];
        sum += near * near;
      }
      normalized[i] = values[i] / Math.pow(bias + alpha / size * sum, beta);
    }
    return List.of(NdArray.of(input.elementType(), input.shape(), normalized));
  }
}
