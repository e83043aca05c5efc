package dev.brisk.op;

import java.util.List;

/** Its input with slices replaced that tuples of indices pick. */
final class ScatterNd implements Operator {
  @Override
  public String type() {
    return "ScatterND";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray data = node.array(0);
    int[] places = GatherNd.places(data.shape(), node.array(1), 0);
    String reduction = node.attributes().stringOr("reduction", "none");
    return List.of(Scattered.of(reduction, data, node.array(2), places));
  }
}
