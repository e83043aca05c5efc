package dev.brisk.op;

import dev.brisk.graph.Attribute;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A convolution, to which something may be added, followed by an activation. */
final class FusedConv implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "FusedConv";
  }

  @Override
  public void infer(InferenceContext node) {
    Convolution.infer(node, 1, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Convolution.macs(node, 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray sums = Convolution.of(node, input, node.array(1), input.elementType());
    double[] values = Convolution.biased(sums, node.arrayOrNull(2)).doubles().clone();
    NdArray added = node.arrayOrNull(3);
    double[] others = added == null ? new double[values.length] : added.doubles();
    DoubleUnaryOperator activation = activation(node);
    for (int i = 0; i < values.length; i++) {
      values[i] = activation.applyAsDouble(values[i] + others[i]);
    }
    return List.of(NdArray.of(sums.elementType(), sums.shape(), values));
  }

  private static DoubleUnaryOperator activation(Evaluation node) {
    String name = node.attributes().stringOr("activation", "");
    if (name.isEmpty()) {
      return DoubleUnaryOperator.identity();
    }
    @Nullable Attribute given = node.attributes().get("activation_params");
    float[] parameters = given == null ? new float[0] : given.asFloats();
    double alpha = parameters.length > 0 ? parameters[0] : Double.NaN;
    double beta = parameters.length > 1 ? parameters[1] : Double.NaN;
    return Activations.named(name, alpha, beta);
  }
}
