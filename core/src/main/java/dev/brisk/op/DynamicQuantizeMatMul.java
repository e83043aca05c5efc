package dev.brisk.op;

import java.util.List;

/**
 * A matrix product that quantizes its float input first: (A, B, B's scale, B's zero point, bias).
 */
final class DynamicQuantizeMatMul implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "DynamicQuantizeMatMul";
  }

  @Override
  public void infer(InferenceContext node) {
    Product.infer(node, 1, false, false, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Quantized left = DynamicQuantizeLinear.quantized(node.array(0));
    NdArray sums =
        MatMulInteger.sums(node, left.codes(), left.zeros(), node.array(1), node.arrayOrNull(3));
    return List.of(
        Sums.ofMatrices(sums, left.scales(), node.array(2))
            .numbers(node.array(0).elementType(), node.arrayOrNull(4)));
  }
}
