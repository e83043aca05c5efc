package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** A convolution of 8-bit integers with rescaled 8-bit results. */
final class QLinearConv implements Operator {
  @Override
  public String type() {
    return "QLinearConv";
  }

  @Override
  public void infer(InferenceContext node) {
    Convolution.infer(node, 3, node.elementType(7));
  }

  @Override
  public long macs(InferenceContext node) {
    return Convolution.macs(node, 3);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = Quantized.at(node, 0).centered();
    NdArray weights = Quantized.centered(node.array(3), node.array(5), 0);
    NdArray products = Convolution.of(node, input, weights, ElementType.INT32);
    NdArray sums = Convolution.biased(products, node.arrayOrNull(8));
    return List.of(
        Sums.ofChannels(sums, node.array(1), node.array(4)).codes(node.array(6), node.array(7)));
  }
}
