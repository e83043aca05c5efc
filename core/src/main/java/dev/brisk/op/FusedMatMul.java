package dev.brisk.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A matrix product that scales its result and may read either matrix transposed. */
final class FusedMatMul implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "FusedMatMul";
  }

  @Override
  public void infer(InferenceContext node) {
    boolean batches =
        node.attributes().intOr("transBatchA", 0) != 0
            || node.attributes().intOr("transBatchB", 0) != 0;
    if (batches) {
      node.output(0, node.elementType(0), null);
    } else {
      Product.infer(node, 1, left(node), right(node), node.elementType(0));
    }
  }

  private static boolean left(InferenceContext node) {
    return node.attributes().intOr("transA", 0) != 0;
  }

  private static boolean right(InferenceContext node) {
    return node.attributes().intOr("transB", 0) != 0;
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, left(node));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray a = arranged(node.array(0), left(node), node.attributes().intOr("transBatchA", 0) != 0);
    NdArray b =
        arranged(node.array(1), right(node), node.attributes().intOr("transBatchB", 0) != 0);
    NdArray product = Product.of(node, a, b, a.elementType());
    float alpha = node.attributes().floatOr("alpha", 1);
    double[] values = product.doubles().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= alpha;
    }
    return List.of(NdArray.of(product.elementType(), product.shape(), values));
  }

  /**
   * A stack of matrices, each read transposed if so said.
   *
   * @param batches whether the rows come before the stack, so the axis before the last is first
   */
  private static NdArray arranged(NdArray array, boolean transposed, boolean batches) {
    int rank = array.rank();
    if (rank < 2) {
      return array;
    }
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      order.add(axis);
    }
    if (batches) { // (rows, stack..., columns) or, transposed, (columns, stack..., rows)
      order.add(rank - 2, order.remove(0));
    }
    if (transposed) {
      Collections.swap(order, rank - 2, rank - 1);
    }
    return Transpose.transposed(array, order.stream().mapToInt(axis -> axis).toArray());
  }
}
