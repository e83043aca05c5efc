package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A tensor of the asked shape, all elements one value, by default the float 0. */
final class ConstantOfShape implements Operator {
  @Override
  public String type() {
    return "ConstantOfShape";
  }

  @Override
  public void infer(InferenceContext node) {
    Tensor value = value(node);
    List<Dim> asked = node.integers(0);
    Shape sizes = node.shape(0);
    Shape shape = asked == null ? Axes.ofSizes(sizes) : Dim.shape(asked);
    node.output(0, value == null ? ElementType.FLOAT32 : value.elementType(), shape);
  }

  private static @Nullable Tensor value(InferenceContext node) {
    Attribute value = node.attributes().get("value");
    return value == null ? null : value.asTensor();
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape shape = node.outputShape(0);
    Tensor value = value(node);
    NdArray array = value == null ? NdArray.scalar(ElementType.FLOAT32, 0) : NdArray.of(value);
    return List.of(array.take(shape, new int[Math.toIntExact(shape.elements())]));
  }
}
