package dev.brisk.op;

/** Elements of its input picked by indices, each along an axis at its own place. */
final class GatherElements implements Operator {
  @Override
  public String type() {
    return "GatherElements";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(1));
  }
}
