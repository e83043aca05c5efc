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
    return List.of(to(to, node));
  }

  /** A node's first input as another type, in the way that its attributes ask for. */
  static NdArray to(ElementType to, Evaluation node) {
    boolean saturates = node.attributes().intOr("saturate", 1) != 0;
    if (to == ElementType.FLOAT8E8M0 && node.array(0).elementType() != ElementType.STRING) {
      String rounding = node.attributes().stringOr("round_mode", "up");
      return PowersOfTwo.of(node.array(0), rounding, saturates);
    }
    return Casting.to(to, node.array(0), saturates);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    return node.elementType(0) == to;
  }
}
