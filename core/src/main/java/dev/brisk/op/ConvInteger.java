package dev.brisk.op;

import dev.brisk.ElementType;

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
}
