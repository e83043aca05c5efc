package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gemm of 8-bit matrices: (A, scale, zero, B, scale, zero, C, scale of Y, zero of Y); floats where
 * no scale of Y is given.
 */
final class QGemm implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "QGemm";
  }

  @Override
  public void infer(InferenceContext node) {
    Gemm.infer(node, 3, node.has(8) ? node.elementType(8) : node.elementType(1));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, node.attributes().intOr("transA", 0) != 0);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    boolean transposed = node.attributes().intOr("transB", 0) != 0;
    NdArray left = Quantized.at(node, 0).centered();
    NdArray right = Quantized.centered(node.array(3), node.arrayOrNull(5), transposed ? 0 : 1);
    NdArray sums = biased(Gemm.product(node, left, right), node.arrayOrNull(6));
    Sums scaled = Sums.ofMatrices(sums, factor(node), node.array(4));
    NdArray zero = node.arrayOrNull(8);
    return List.of(
        zero == null
            ? scaled.numbers(node.array(1).elementType())
            : scaled.codes(node.array(7), zero));
  }

  private static NdArray factor(Evaluation node) {
    double alpha = node.attributes().floatOr("alpha", 1);
    return NdArray.scalar(ElementType.FLOAT32, alpha * node.array(1).asDouble());
  }

  private static NdArray biased(NdArray sums, @Nullable NdArray bias) {
    if (bias == null) {
      return sums;
    }
    int[] places = Strides.stretched(bias.shape(), sums.shape());
    int[] added = sums.ints().clone();
    int[] offsets = bias.ints();
    for (int i = 0; i < added.length; i++) {
      added[i] += offsets[places[i]];
    }
    return NdArray.of(sums.elementType(), sums.shape(), added);
  }
}
