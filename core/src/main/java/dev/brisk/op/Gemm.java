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
}
