package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** A product with a matrix of packed few-bit weights; the attributes K and N are its sizes. */
final class MatMulNBits implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "MatMulNBits";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape left = node.shape(0);
    if (left == null || left.rank() == 0) {
      node.output(0, node.elementType(0), null);
      return;
    }
    List<Dim> dims = Dim.list(left);
    dims.set(dims.size() - 1, Dim.of(node.attributes().intOr("N", 0)));
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }
}
