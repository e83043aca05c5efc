package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A convolution of each channel of (batch, channels, steps) alone that looks only back, at first
 * into the state that an earlier run gave as its second output.
 */
final class CausalConvWithState implements Operator {
  @Override
  public String type() {
    return "CausalConvWithState";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    node.output(0, node.elementType(0), input);
    Shape state = null;
    if (input != null && input.rank() == 3 && weights != null && weights.rank() == 3) {
      Dim taps = Dim.of(weights, 2);
      state = Dim.shape(List.of(Dim.of(input, 0), Dim.of(input, 1), taps.plus(Dim.of(-1))));
    }
    node.output(1, node.elementType(0), state);
  }

  @Override
  public long macs(InferenceContext node) {
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    if (input == null || weights == null || weights.rank() != 3) {
      return 0;
    }
    return Math.multiplyExact(input.withFree(1).elements(), weights.withFree(1).dim(2));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int steps = input.dim(2);
    int rows = input.dim(0) * input.dim(1);
    int taps = node.array(1).dim(2);
    int kept = taps - 1;
    double[] padded = padded(input.doubles(), node.arrayOrNull(3), rows, steps, kept);
    double[] weights = node.array(1).doubles();
    NdArray bias = node.arrayOrNull(2);
    double[] biases = bias == null ? new double[input.dim(1)] : bias.doubles();
    DoubleUnaryOperator activation = activation(node);
    double[] made = new double[rows * steps];
    double[] state = new double[rows * kept];
    for (int row = 0; row < rows; row++) {
      int channel = row % input.dim(1);
      int start = row * (kept + steps);
      for (int step = 0; step < steps; step++) {
        double sum = biases[channel];
        for (int tap = 0; tap < taps; tap++) {
          sum += weights[channel * taps + tap] * padded[start + step + tap];
        }
        made[row * steps + step] = activation.applyAsDouble(sum);
      }
      System.arraycopy(padded, start + steps, state, row * kept, kept);
    }
    return List.of(
        NdArray.of(input.elementType(), input.shape(), made),
        NdArray.of(input.elementType(), input.shape().withDim(2, kept), state));
  }

  private static double[] padded(
      double[] input, @Nullable NdArray past, int rows, int steps, int kept) {
    double[] before = past == null ? new double[rows * kept] : past.doubles();
    double[] padded = new double[rows * (kept + steps)];
    for (int row = 0; row < rows; row++) {
      int start = row * (kept + steps);
      System.arraycopy(before, row * kept, padded, start, kept);
      System.arraycopy(input, row * steps, padded, start + kept, steps);
    }
    return padded;
  }

  private static DoubleUnaryOperator activation(Evaluation node) {
    boolean none = node.attributes().stringOr("activation", "none").equals("none");
    return none ? DoubleUnaryOperator.identity() : Activations.swish(1);
  }
}
