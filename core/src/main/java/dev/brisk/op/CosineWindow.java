package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;

/**
 * The weights of a window made of a constant and one or two cosines: the constant less the first
 * cosine plus the second.
 */
final class CosineWindow implements Operator {
  private final String type;
  private final double constant;
  private final double first;
  private final double second;

  CosineWindow(String type, double constant, double first, double second) {
    this.type = type;
    this.constant = constant;
    this.first = first;
    this.second = second;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    List<Dim> size = node.integers(0);
    node.output(0, elementType(node), size == null ? Axes.unknown(1) : Dim.shape(size));
  }

  /** The type that an attribute tells. */
  static ElementType elementType(InferenceContext node) {
    long code = node.attributes().intOr("output_datatype", ElementType.FLOAT32.onnxCode());
    return ElementType.ofOnnxCode(Math.toIntExact(code));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    int size = Math.toIntExact(node.array(0).asLong());
    if (size < 0) {
      throw new InvalidInputException("A window must have a size of 0 or more, but has " + size);
    }
    boolean periodic = node.attributes().intOr("periodic", 1) != 0;
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      double angle = size == 1 && !periodic ? 0 : 2 * Math.PI * i / (periodic ? size : size - 1);
      weights[i] = constant - first * Math.cos(angle) + second * Math.cos(2 * angle);
    }
    NdArray made = NdArray.of(ElementType.FLOAT64, Shape.of(size), weights);
    return List.of(Casting.to(elementType(node), made, true));
  }
}
