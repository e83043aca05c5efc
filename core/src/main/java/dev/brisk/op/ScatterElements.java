package dev.brisk.op;

import java.util.List;

/** Its input with elements replaced at indices, each along an axis at its own place. */
final class ScatterElements implements Operator {
  private final String type;

  private ScatterElements(String type) {
    this.type = type;
  }

  static ScatterElements current() {
    return new ScatterElements("ScatterElements");
  }

  /** By the name it had before operator set 11. */
  static ScatterElements former() {
    return new ScatterElements("Scatter");
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray data = node.array(0);
    int axis = Axes.of(node.attributes().intOr("axis", 0), data.rank());
    int[] places = GatherElements.places(data.shape(), node.array(1), axis);
    String reduction = node.attributes().stringOr("reduction", "none");
    return List.of(Scattered.of(reduction, data, node.array(2), places));
  }
}
