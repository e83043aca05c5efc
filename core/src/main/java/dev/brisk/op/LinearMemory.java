package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The heads of one run of {@link LinearAttention}. */
final class LinearMemory {
  private final double[] queries;
  private final double[] keys;
  private final double[] values;
  private final double @Nullable [] decays;
  private final double @Nullable [] rates;
  private final double @Nullable [] erasures;
  private final int steps;
  private final int heads;
  private final int readers;
  private final int size;
  private final int wide;
  private final double scale;

  /**
   * The heads.
   *
   * @param states the shape of the matrices: batch, heads, size of keys, size of values
   * @param queryHeads how many heads the queries have, a multiple of the heads
   */
  LinearMemory(Evaluation node, Shape states, int queryHeads) {
    String rule = node.attributes().stringOr("update_rule", "gated_delta");
    boolean gated = rule.startsWith("gated");
    boolean delta = rule.endsWith("delta");
    this.queries = node.array(0).doubles();
    this.keys = node.array(1).doubles();
    this.values = node.array(2).doubles();
    this.decays = needed(node, 4, gated, rule);
    this.rates = needed(node, 5, delta, rule);
    NdArray erased = node.arrayOrNull(6);
    this.erasures = erased == null ? null : erased.doubles();
    this.steps = node.array(0).dim(1);
    this.heads = (int) states.dim(1);
    this.readers = queryHeads / heads;
    this.size = (int) states.dim(2);
    this.wide = (int) states.dim(3);
    double given = node.attributes().floatOr("scale", 0);
    this.scale = given == 0 ? 1 / Math.sqrt(size) : given;
  }

  private static double @Nullable [] needed(
      Evaluation node, int input, boolean needed, String rule) {
    NdArray given = node.arrayOrNull(input);
    if ((given != null) != needed) {
      throw new InvalidInputException(
          "With update rule %s input %d must %sbe there"
              .formatted(rule, input, needed ? "" : "not "));
    }
    return given == null ? null : given.doubles();
  }

  /** Goes through all steps of one head, numbered through all batches. */
  void run(int part, double[] matrices, double[] outputs) {
    int head = part % heads;
    int at = part * size * wide;
    for (int step = 0; step < steps; step++) {
      int row = part / heads * steps + step;
      int key = (row * heads + head) * size;
      decay(matrices, at, row, head);
      write(matrices, at, key, learned(matrices, at, row, head, key));
      for (int reader = head * readers; reader < (head + 1) * readers; reader++) {
        int query = row * heads * readers + reader;
        read(matrices, at, query * size, outputs, query * wide);
      }
    }
  }

  /** The exponents are one for each head, or one for each feature of the keys. */
  private void decay(double[] matrices, int at, int row, int head) {
    if (decays == null) {
      return;
    }
    boolean single = decays.length * size == keys.length;
    for (int i = 0; i < size; i++) {
      int own = row * heads + head;
      double kept = Math.exp(decays[single ? own : own * size + i]);
      for (int j = 0; j < wide; j++) {
        matrices[at + i * wide + j] *= kept;
      }
    }
  }

  /** The step's value, or by how much of it the matrix is to change. */
  private double[] learned(double[] matrices, int at, int row, int head, int key) {
    int value = (row * heads + head) * wide;
    double[] learned = Arrays.copyOfRange(values, value, value + wide);
    if (rates == null) {
      return learned;
    }
    boolean shared = rates.length * heads * wide == values.length && heads > 1;
    double rate = rates[shared ? row : row * heads + head];
    for (int j = 0; j < wide; j++) {
      double known = 0;
      for (int i = 0; i < size; i++) {
        double gate = erasures == null ? 1 : erasures[key + i];
        known += matrices[at + i * wide + j] * gate * keys[key + i];
      }
      learned[j] = rate * (learned[j] - known);
    }
    return learned;
  }

  private void write(double[] matrices, int at, int key, double[] learned) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < wide; j++) {
        matrices[at + i * wide + j] += keys[key + i] * learned[j];
      }
    }
  }

  private void read(double[] matrices, int at, int query, double[] outputs, int output) {
    for (int i = 0; i < size; i++) {
      double factor = scale * queries[query + i];
      for (int j = 0; j < wide; j++) {
        outputs[output + j] += factor * matrices[at + i * wide + j];
      }
    }
  }
}
