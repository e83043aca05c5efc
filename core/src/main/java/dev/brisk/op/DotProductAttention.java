package dev.brisk.op;

import dev.brisk.Shape;
import java.util.Arrays;

/**
 * Scaled dot-product attention: Vaswani et al., "Attention Is All You Need" (2017). Queries, keys
 * and values are of shape (batch, heads, steps, size); the heads of the queries share those of the
 * keys and values, one after the other, if there are more. A query that may look nowhere gets
 * zeros.
 */
final class DotProductAttention {
  private final NdArray queries;
  private final NdArray keys;
  private final NdArray values;
  private final double scale;
  private final double softcap;
  private final Bias bias;
  private final int steps;
  private final int total;
  private final double[] scores;

  /**
   * An attention that is yet to be run.
   *
   * @param softcap the bound of the scores, before the bias; 0 for none
   */
  DotProductAttention(
      NdArray queries, NdArray keys, NdArray values, double scale, double softcap, Bias bias) {
    this.queries = queries;
    this.keys = keys;
    this.values = values;
    this.scale = scale;
    this.softcap = softcap;
    this.bias = bias;
    this.steps = queries.dim(2);
    this.total = keys.dim(2);
    this.scores = new double[Math.toIntExact(scoresShape().elements())];
  }

  /** What is added to the score of a query and a key; minus infinity: it may not look there. */
  @FunctionalInterface
  interface Bias {
    /** Lets all queries look everywhere. */
    Bias NONE = (batch, head, step, key) -> 0;

    double of(int batch, int head, int step, int key);

    /** The sum of this and another; what either forbids is forbidden. */
    default Bias plus(Bias other) {
      return (batch, head, step, key) ->
          of(batch, head, step, key) + other.of(batch, head, step, key);
    }
  }

  /** Up to where scores are computed. */
  enum Stage {
    /** Scaled products. */
    RAW,
    /** Bounded ones. */
    CAPPED,
    /** With the bias added. */
    BIASED,
    /** What is left after the softmax. */
    SOFTMAX
  }

  /** The outputs, of shape (batch, heads, steps, size of the values). */
  NdArray run(Evaluation node) {
    Shape made = queries.shape().withDim(3, values.dim(3));
    double[] outputs = new double[Math.toIntExact(made.elements())];
    double[] weighed = values.doubles();
    double[] q = queries.doubles();
    double[] k = keys.doubles();
    node.parallel(
        queries.dim(0) * queries.dim(1),
        part -> {
          for (int step = 0; step < steps; step++) {
            int row = part * steps + step;
            score(q, k, part, step, Stage.SOFTMAX);
            weigh(weighed, row * total, shared(part), outputs, row * values.dim(3));
          }
        });
    return NdArray.of(queries.elementType(), made, outputs);
  }

  /** The scores at a stage, of shape (batch, heads, steps, keys). */
  NdArray scores(Evaluation node, Stage stage) {
    double[] q = queries.doubles();
    double[] k = keys.doubles();
    node.parallel(
        queries.dim(0) * queries.dim(1),
        part -> {
          for (int step = 0; step < steps; step++) {
            score(q, k, part, step, stage);
          }
        });
    return NdArray.of(queries.elementType(), scoresShape(), scores.clone());
  }

  private Shape scoresShape() {
    return Shape.of(queries.dim(0), queries.dim(1), steps, total);
  }

  /** The head of keys and values that a head of the queries reads, both through all batches. */
  private int shared(int part) {
    int readers = queries.dim(1) / keys.dim(1);
    return part / queries.dim(1) * keys.dim(1) + part % queries.dim(1) / readers;
  }

  private void score(double[] q, double[] k, int part, int step, Stage stage) {
    int size = queries.dim(3);
    int query = (part * steps + step) * size;
    int to = (part * steps + step) * total;
    for (int key = 0; key < total; key++) {
      int from = (shared(part) * total + key) * size;
      double product = 0;
      for (int i = 0; i < size; i++) {
        product += q[query + i] * k[from + i];
      }
      double score = scale * product;
      if (stage != Stage.RAW && softcap > 0) {
        score = softcap * Math.tanh(score / softcap);
      }
      if (stage.compareTo(Stage.BIASED) >= 0) {
        score = biased(score, bias.of(part / queries.dim(1), part % queries.dim(1), step, key));
      }
      scores[to + key] = score;
    }
    if (stage == Stage.SOFTMAX) {
      softmax(to);
    }
  }

  private static double biased(double score, double added) {
    return added == Double.NEGATIVE_INFINITY ? added : score + added;
  }

  private void softmax(int at) {
    boolean blind = true;
    for (int i = at; i < at + total; i++) {
      blind &= scores[i] == Double.NEGATIVE_INFINITY;
    }
    if (blind) {
      Arrays.fill(scores, at, at + total, 0);
    } else {
      Softmax.softmax(scores, at, 1, total);
    }
  }

  private void weigh(double[] weighed, int from, int head, double[] outputs, int at) {
    int size = values.dim(3);
    for (int key = 0; key < total; key++) {
      double weight = scores[from + key];
      int row = (head * total + key) * size;
      for (int i = 0; weight != 0 && i < size; i++) {
        outputs[at + i] += weight * weighed[row + i];
      }
    }
  }
}
