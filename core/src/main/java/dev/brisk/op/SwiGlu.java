package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The swish of one input times another of the same shape. */
final class SwiGlu implements Operator {
  @Override
  public String type() {
    return "SwiGLU";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape left = node.shape(0);
    Shape right = node.shape(1);
    if (left != null && right != null && !left.accepts(right)) {
      throw new InvalidModelException(
          "Inputs of one shape are needed, but theirs are %s and %s".formatted(left, right));
    }
    node.output(0, node.elementType(0), left);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.SIGMOID + 2);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    DoubleUnaryOperator swish = Activations.swish(node.attributes().floatOr("alpha", 1));
    double[] values = input.doubles().clone();
    double[] others = node.array(1).doubles();
    for (int i = 0; i < values.length; i++) {
      values[i] = swish.applyAsDouble(values[i]) * others[i];
    }
    return List.of(NdArray.of(input.elementType(), input.shape(), values));
  }
}
