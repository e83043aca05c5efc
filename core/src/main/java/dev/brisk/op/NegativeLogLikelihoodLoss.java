package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loss of log-probabilities by class, which are axis 1, against the right classes; or of scores
 * of which the log-probabilities are taken first, and are the second output.
 */
final class NegativeLogLikelihoodLoss implements Operator {
  private final String type;
  private final boolean ofScores;

  NegativeLogLikelihoodLoss(String type, boolean ofScores) {
    this.type = type;
    this.ofScores = ofScores;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    boolean each = node.attributes().stringOr("reduction", "mean").equals("none");
    node.output(0, node.elementType(0), each ? node.shape(1) : Shape.scalar());
    node.output(1, node.elementType(0), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    double[] logs = input.doubles().clone();
    int classes = input.dim(1);
    int stride = Strides.of(input.shape())[1];
    for (int i = 0; ofScores && i < logs.length / Math.max(1, classes); i++) {
      Softmax.logSoftmax(logs, i / stride * stride * classes + i % stride, stride, classes);
    }
    NdArray loss = loss(node, logs, classes, stride);
    return List.of(loss, NdArray.of(input.elementType(), input.shape(), logs));
  }

  private static NdArray loss(Evaluation node, double[] logs, int classes, int stride) {
    NdArray target = node.array(1);
    long[] right = target.longs();
    long ignored = node.attributes().intOr("ignore_index", Long.MIN_VALUE);
    double[] losses = new double[right.length];
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < losses.length; i++) {
      if (right[i] == ignored) {
        continue;
      }
      int chosen = Axes.of(right[i], classes);
      double weight = weight(node.arrayOrNull(2), chosen);
      int row = i / stride * classes + chosen;
      losses[i] = -weight * logs[row * stride + i % stride];
      sum += losses[i];
      weights += weight;
    }
    String reduction = node.attributes().stringOr("reduction", "mean");
    return switch (reduction) {
      case "none" -> NdArray.of(node.array(0).elementType(), target.shape(), losses);
      case "sum" -> NdArray.scalar(node.array(0).elementType(), sum);
      default -> NdArray.scalar(node.array(0).elementType(), sum / weights);
    };
  }

  private static double weight(@Nullable NdArray weights, int chosen) {
    return weights == null ? 1 : weights.asDouble(chosen);
  }
}
