package dev.brisk.op;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The gated recurrent unit, its gates in the order update, reset, new state. */
final class GruCell implements Cell {
  private final double[] recurrence;
  private final double[] bias;
  private final DoubleUnaryOperator gate;
  private final DoubleUnaryOperator state;
  private final boolean resetsAfter;

  /**
   * A cell.
   *
   * @param resetsAfter whether the reset gate applies to products of the state, not to the state
   */
  GruCell(
      double[] recurrence,
      double[] bias,
      DoubleUnaryOperator gate,
      DoubleUnaryOperator state,
      boolean resetsAfter) {
    this.recurrence = recurrence;
    this.bias = bias;
    this.gate = gate;
    this.state = state;
    this.resetsAfter = resetsAfter;
  }

  @Override
  public void step(double[] input, double[] hidden, double[] memory) {
    int size = hidden.length;
    double[] gates = Arrays.copyOf(bias, 2 * size);
    Cell.addProducts(recurrence, 0, hidden, gates, 0, 2 * size);
    for (int i = 0; i < gates.length; i++) {
      gates[i] = gate.applyAsDouble(gates[i] + input[i]);
    }
    double[] fresh = fresh(gates, hidden);
    for (int i = 0; i < size; i++) {
      double made = state.applyAsDouble(fresh[i] + input[2 * size + i]);
      hidden[i] = (1 - gates[i]) * made + gates[i] * hidden[i];
    }
  }

  /** What the state adds to the new state. */
  private double[] fresh(double[] gates, double[] hidden) {
    int size = hidden.length;
    double[] read = hidden.clone();
    for (int i = 0; !resetsAfter && i < size; i++) {
      read[i] *= gates[size + i];
    }
    double[] fresh = Arrays.copyOfRange(bias, 2 * size, 3 * size);
    Cell.addProducts(recurrence, 2 * size, read, fresh, 0, size);
    for (int i = 0; resetsAfter && i < size; i++) {
      fresh[i] *= gates[size + i];
    }
    return fresh;
  }
}
