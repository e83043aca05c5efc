package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** A convolution of 8-bit integers that gives 32-bit sums. */
final class ConvInteger implements Operator {
  @Override
  public String type() {
    return "ConvInteger";
  }

  @Override
  public void infer(InferenceContext node) {
    Convolution.infer(node, 1, ElementType.INT32);
  }

  @Override
  public long macs(InferenceContext node) {
    return Convolution.macs(node, 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = Quantized.centered(node.array(0), node.arrayOrNull(2), 0);
    NdArray weights = Quantized.centered(node.array(1), node.arrayOrNull(3), 0);
    return List.of(Convolution.of(node, input, weights, ElementType.INT32));
  }
}
