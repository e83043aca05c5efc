package dev.brisk.op;

import java.util.function.DoubleUnaryOperator;

/** The plain recurrent cell: an activation of what comes in and of the state. */
final class RnnCell implements Cell {
  private final double[] recurrence;
  private final double[] bias;
  private final DoubleUnaryOperator activation;

  RnnCell(double[] recurrence, double[] bias, DoubleUnaryOperator activation) {
    this.recurrence = recurrence;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public void step(double[] input, double[] hidden, double[] memory) {
    double[] sums = input.clone();
    Cell.addProducts(recurrence, 0, hidden, sums, 0, hidden.length);
    for (int i = 0; i < hidden.length; i++) {
      hidden[i] = activation.applyAsDouble(sums[i] + bias[i]);
    }
  }
}
