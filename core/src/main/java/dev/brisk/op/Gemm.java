package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** alpha * A * B + beta * C for matrices A and B, which it may read transposed. */
final class Gemm implements Operator {
  @Override
  public String type() {
    return "Gemm";
  }

  @Override
  public void infer(InferenceContext node) {
    infer(node, 1, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, node.attributes().intOr("transA", 0) != 0);
  }

  static void infer(InferenceContext node, int right, @Nullable ElementType result) {
    Dim rows = outer(node, 0, 0, "transA");
    Dim columns = outer(node, right, 1, "transB");
    node.output(0, result, Dim.shape(List.of(rows, columns)));
  }

  private static Dim outer(InferenceContext node, int input, int axis, String transposed) {
    Shape shape = node.shape(input);
    if (shape == null) {
      return Dim.UNKNOWN;
    } else if (shape.rank() != 2) {
      throw new InvalidModelException(
          "Input " + input + " must be a matrix, but its shape is " + shape);
    }
    return Dim.of(shape, node.attributes().intOr(transposed, 0) != 0 ? 1 - axis : axis);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray product = product(node, node.array(0), node.array(1));
    float alpha = node.attributes().floatOr("alpha", 1);
    float beta = node.attributes().floatOr("beta", 1);
    NdArray added = node.arrayOrNull(2);
    return List.of(added == null ? scaled(product, alpha) : sum(product, alpha, added, beta));
  }

  /** The product of two matrices, read transposed where the node says. */
  static NdArray product(Evaluation node, NdArray left, NdArray right) {
    boolean ofLeft = node.attributes().intOr("transA", 0) != 0;
    boolean ofRight = node.attributes().intOr("transB", 0) != 0;
    NdArray a = ofLeft ? Transpose.transposed(left, 1, 0) : left;
    NdArray b = ofRight ? Transpose.transposed(right, 1, 0) : right;
    return Product.of(node, a, b, left.elementType());
  }

  private static NdArray scaled(NdArray product, float alpha) {
    return alpha == 1 ? product : sum(product, alpha, NdArray.scalar(product.elementType(), 0), 0);
  }

  private static NdArray sum(NdArray product, float alpha, NdArray added, float beta) {
    Stretched pair = Stretched.of(product, added);
    if (!product.isFloat()) {
      long[] firsts = product.longs();
      long[] seconds = added.longs();
      long[] sums = new long[pair.size()];
      for (int i = 0; i < sums.length; i++) {
        long first = firsts[pair.left(i)] * (long) alpha;
        sums[i] = first + seconds[pair.right(i)] * (long) beta;
      }
      return NdArray.of(product.elementType(), pair.shape(), sums);
    }
    double[] products = product.doubles();
    double[] others = added.doubles();
    double[] sums = new double[pair.size()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = alpha * products[pair.left(i)] + beta * others[pair.right(i)];
    }
    return NdArray.of(product.elementType(), pair.shape(), sums);
  }
}
