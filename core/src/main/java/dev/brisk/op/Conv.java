package dev.brisk.op;

import java.util.List;

/** A convolution of floats. */
final class Conv implements Operator {
  @Override
  public String type() {
    return "Conv";
  }

  @Override
  public void infer(InferenceContext node) {
    Convolution.infer(node, 1, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Convolution.macs(node, 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray sums = Convolution.of(node, input, node.array(1), input.elementType());
    return List.of(Convolution.biased(sums, node.arrayOrNull(2)));
  }
}
