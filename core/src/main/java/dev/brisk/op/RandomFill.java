package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import java.util.Random;

/** Random floats of a normal or a uniform distribution, of a given shape or that of an input. */
final class RandomFill implements Operator {
  private final String type;
  private final boolean normal;
  private final boolean like;

  RandomFill(String type) {
    this.type = type;
    this.normal = type.startsWith("RandomNormal");
    this.like = type.endsWith("Like");
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public void infer(InferenceContext node) {
    long[] asked = node.attributes().ints("shape");
    Shape given = asked == null ? null : Dim.shape(Dim.list(asked));
    ElementType absent = like ? node.elementType(0) : ElementType.FLOAT32;
    node.output(0, Randomness.elementType(node, absent), like ? node.shape(0) : given);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape shape = node.outputShape(0);
    Random random = Randomness.of(node);
    double from = node.attributes().floatOr(normal ? "mean" : "low", 0);
    double width = node.attributes().floatOr(normal ? "scale" : "high", 1) - (normal ? 0 : from);
    double[] values = new double[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = from + width * (normal ? random.nextGaussian() : random.nextDouble());
    }
    ElementType absent = like ? node.array(0).elementType() : ElementType.FLOAT32;
    NdArray made = NdArray.of(ElementType.FLOAT64, shape, values);
    return List.of(Casting.to(Randomness.known(node, absent), made, true));
  }
}
