package dev.brisk.op;

import java.util.function.DoubleUnaryOperator;

/**
 * The cell of long short-term memory, its gates in the order input, output, forget, memory;
 * peepholes show the memory to the first three.
 */
final class LstmCell implements Cell {
  private final double[] recurrence;
  private final double[] bias;
  private final double[] peepholes;
  private final DoubleUnaryOperator gate;
  private final DoubleUnaryOperator fresh;
  private final DoubleUnaryOperator output;
  private final boolean coupled;

  /**
   * A cell.
   *
   * @param peepholes weights of input, output and forget gate; zeros for none
   * @param activations of the gates, of what is new, and of the memory
   * @param coupled whether as much is forgotten as comes in
   */
  LstmCell(
      double[] recurrence,
      double[] bias,
      double[] peepholes,
      DoubleUnaryOperator[] activations,
      boolean coupled) {
    this.recurrence = recurrence;
    this.bias = bias;
    this.peepholes = peepholes;
    this.gate = activations[0];
    this.fresh = activations[1];
    this.output = activations[2];
    this.coupled = coupled;
  }

  @Override
  public void step(double[] input, double[] hidden, double[] memory) {
    int size = hidden.length;
    double[] sums = bias.clone();
    Cell.addProducts(recurrence, 0, hidden, sums, 0, 4 * size);
    for (int i = 0; i < sums.length; i++) {
      sums[i] += input[i];
    }
    for (int i = 0; i < size; i++) {
      double before = memory[i];
      double in = gate.applyAsDouble(sums[i] + peepholes[i] * before);
      double kept = gate.applyAsDouble(sums[2 * size + i] + peepholes[2 * size + i] * before);
      double added = fresh.applyAsDouble(sums[3 * size + i]);
      memory[i] = (coupled ? 1 - in : kept) * before + in * added;
      double out = gate.applyAsDouble(sums[size + i] + peepholes[size + i] * memory[i]);
      hidden[i] = out * output.applyAsDouble(memory[i]);
    }
  }
}
