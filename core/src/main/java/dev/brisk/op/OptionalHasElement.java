package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/** Whether an optional holds something; what is no optional does. */
final class OptionalHasElement implements Operator {
  @Override
  public String type() {
    return "OptionalHasElement";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, ElementType.BOOL, Shape.scalar());
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Datum given = node.datum(0);
    boolean holds = given != null && !(given instanceof Datum.Nothing);
    return List.of(NdArray.of(Shape.scalar(), new boolean[] {holds}));
  }
}
