package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** Its input as elements of another type. */
final class Cast implements Operator {
  @Override
  public String type() {
    return "Cast";
  }

  @Override
  public void infer(InferenceContext node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    node.output(0, to, node.shape(0));
    List<Dim> elements = node.integers(0);
    if (elements != null && (to == ElementType.INT64 || to == ElementType.INT32)) {
      node.integers(0, elements);
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    boolean saturates = node.attributes().intOr("saturate", 1) != 0;
    return List.of(Casting.to(to, node.array(0), saturates));
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    return node.elementType(0) == to;
  }
}
