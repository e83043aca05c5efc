package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** An activation of the sum of its input and a bias along the last axis, which may be left out. */
final class BiasGelu implements Operator {
  private final String type;
  private final DoubleUnaryOperator activation;

  BiasGelu(String type, DoubleUnaryOperator activation) {
    this.type = type;
    this.activation = activation;
  }

  @Override
  public String domain() {
    return MICROSOFT;
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
  public long operations(InferenceContext node) {
    return Weights.made(node, 1 + Weights.GELU);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    @Nullable NdArray bias = node.arrayOrNull(1);
    double[] values = input.doubles().clone();
    Shape shape = input.shape();
    double[] biases = bias == null ? new double[1] : bias.doubles();
    int[] places = Strides.stretched(bias == null ? Shape.scalar() : bias.shape(), shape);
    for (int i = 0; i < values.length; i++) {
      values[i] = activation.applyAsDouble(values[i] + biases[places[i]]);
    }
    return List.of(NdArray.of(input.elementType(), shape, values));
  }
}
