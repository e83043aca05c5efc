package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A matrix of the shape of its input with ones on a diagonal, zeros elsewhere. */
final class EyeLike implements Operator {
  @Override
  public String type() {
    return "EyeLike";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, type(node), node.shape(0));
  }

  private static @Nullable ElementType type(InferenceContext node) {
    return node.attributes().has("dtype")
        ? ElementType.ofOnnxCode((int) node.attributes().intOr("dtype", 0))
        : node.elementType(0);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape shape = node.outputShape(0);
    ElementType type = type(node);
    long diagonal = node.attributes().intOr("k", 0);
    double[] values = new double[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % shape.dim(1) - i / shape.dim(1) == diagonal ? 1 : 0;
    }
    return List.of(Reals.of(type == null ? ElementType.FLOAT32 : type, shape, values));
  }
}
