package dev.brisk.op;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The softmax along an axis, its logarithm, or 1 at the first maximum. Before version 13 the axis
 * and all after it are taken as one.
 */
final class Softmax implements Operator {
  private final String type;
  private final Lane lane;

  Softmax(String type, Lane lane) {
    this.type = type;
    this.lane = lane;
  }

  /** Replaces so many elements, the first at a place, the others each a stride on. */
  @FunctionalInterface
  interface Lane {
    void apply(double[] values, int start, int stride, int count);
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
  public @Nullable Pattern pattern() {
    return type.equals("Softmax") ? new SoftmaxPattern() : null;
  }

  /** The greatest, the difference, its exponential, their sum, the part of it. */
  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, type.equals("Hardmax") ? 1 : Weights.FUNCTION + 4);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    double[] values = input.doubles().clone();
    boolean single = node.opset() >= 13;
    int rank = input.rank();
    if (values.length == 0 || (rank == 0 && single)) {
      return List.of(rank == 0 ? single(input, values) : input);
    }
    long given = node.attributes().intOr("axis", single ? -1 : 1);
    int axis = !single && given == rank ? rank : Axes.of(given, rank);
    int stride = single ? Strides.of(input.shape())[axis] : 1;
    int count = single ? input.dim(axis) : from(input, axis);
    for (int i = 0; i < values.length / count; i++) {
      lane.apply(values, i / stride * stride * count + i % stride, stride, count);
    }
    return List.of(NdArray.of(input.elementType(), input.shape(), values));
  }

  private NdArray single(NdArray input, double[] values) {
    lane.apply(values, 0, 1, 1);
    return NdArray.of(input.elementType(), input.shape(), values);
  }

  private static int from(NdArray input, int axis) {
    int count = 1;
    for (int i = axis; i < input.rank(); i++) {
      count *= input.dim(i);
    }
    return count;
  }

  /** Exponentials by their sum. */
  static void softmax(double[] values, int start, int stride, int count) {
    double max = max(values, start, stride, count);
    double sum = 0;
    for (int i = 0, at = start; i < count; i++, at += stride) {
      values[at] = Math.exp(values[at] - max);
      sum += values[at];
    }
    for (int i = 0, at = start; i < count; i++, at += stride) {
      values[at] /= sum;
    }
  }

  /** The logarithm of the softmax. */
  static void logSoftmax(double[] values, int start, int stride, int count) {
    double max = max(values, start, stride, count);
    double sum = 0;
    for (int i = 0, at = start; i < count; i++, at += stride) {
      sum += Math.exp(values[at] - max);
    }
    double logSum = max + Math.log(sum);
    for (int i = 0, at = start; i < count; i++, at += stride) {
      values[at] -= logSum;
    }
  }

  /** 1 at the first maximum, else 0. */
  static void hardmax(double[] values, int start, int stride, int count) {
    int best = start;
    for (int i = 0, at = start; i < count; i++, at += stride) {
      best = values[at] > values[best] ? at : best;
    }
    for (int i = 0, at = start; i < count; i++, at += stride) {
      values[at] = at == best ? 1 : 0;
    }
  }

  private static double max(double[] values, int start, int stride, int count) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0, at = start; i < count; i++, at += stride) {
      max = Math.max(max, values[at]);
    }
    return max;
  }
}
