package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;

/**
 * Attention without softmax: each head keeps a matrix that maps keys to values, decays, and learns
 * the pair of each step, and that the queries read. With the delta rule it learns what it does not
 * yet give: Yang et al., "Gated Delta Networks" (2024).
 */
final class LinearAttention implements Operator {
  @Override
  public String type() {
    return "LinearAttention";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape query = node.shape(0);
    Shape value = node.shape(2);
    ElementType ofState = node.has(3) ? node.elementType(3) : node.elementType(0);
    if (query == null || value == null || !query.isStatic() || !value.isStatic()) {
      node.output(0, node.elementType(0), query == null ? null : Axes.unknown(3));
      node.output(1, ofState, node.has(3) ? node.shape(3) : Axes.unknown(4));
      return;
    }
    long readers = queryHeads(node);
    long heads = heads(node);
    long wide = value.dim(2) / heads;
    node.output(0, node.elementType(0), query.withDim(2, readers * wide));
    node.output(1, ofState, Shape.of(query.dim(0), heads, query.dim(2) / readers, wide));
  }

  private static int queryHeads(InferenceContext node) {
    return (int) node.attributes().intOr("q_num_heads", 1);
  }

  private static int heads(InferenceContext node) {
    return (int) node.attributes().intOr("kv_num_heads", 1);
  }

  /** The matrix of each step and head is written once, and read by each query. */
  @Override
  public long macs(InferenceContext node) {
    Shape query = node.shape(0);
    Shape value = node.shape(2);
    if (query == null || value == null || query.rank() != 3 || value.rank() != 3) {
      return 0;
    }
    long steps = query.withFree(1).dim(0) * query.withFree(1).dim(1);
    long matrix =
        query.withFree(1).dim(2) / queryHeads(node) * (value.withFree(1).dim(2) / heads(node));
    return Math.multiplyExact(steps, matrix * (heads(node) + queryHeads(node)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape made = node.outputShape(0);
    Shape states = node.outputShape(1);
    NdArray past = node.arrayOrNull(3);
    double[] outputs = new double[Math.toIntExact(made.elements())];
    double[] matrices =
        past == null ? new double[Math.toIntExact(states.elements())] : past.doubles().clone();
    if (past != null && !past.shape().equals(states)) {
      throw new InvalidInputException(
          "A state of %s is needed, but it is %s".formatted(states, past));
    }
    LinearMemory memory = new LinearMemory(node, states, queryHeads(node));
    node.parallel(
        (int) (states.dim(0) * states.dim(1)), part -> memory.run(part, matrices, outputs));
    ElementType ofState = past == null ? node.array(0).elementType() : past.elementType();
    return List.of(
        NdArray.of(node.array(0).elementType(), made, outputs),
        NdArray.of(ofState, states, matrices));
  }
}
