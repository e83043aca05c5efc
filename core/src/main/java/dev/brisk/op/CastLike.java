package dev.brisk.op;

import java.util.List;

/** Its input as elements of the type of another. */
final class CastLike implements Operator {
  @Override
  public String type() {
    return "CastLike";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(1), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    return List.of(Cast.to(node.array(1).elementType(), node));
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return node.elementType(0) != null && node.elementType(0) == node.elementType(1);
  }
}
