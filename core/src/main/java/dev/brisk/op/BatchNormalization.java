package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Normalization by statistics per channel; the later outputs are those of training. */
final class BatchNormalization implements Operator {
  @Override
  public String type() {
    return "BatchNormalization";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
    Shape channels = node.shape(3);
    for (int output = 1; output < node.node().outputs().size(); output++) {
      node.output(output, node.elementType(3), channels);
    }
  }

  /** A factor and an offset, in training the statistics as well. */
  @Override
  public long operations(InferenceContext node) {
    return Weights.made(
        node, node.attributes().intOr("training_mode", 0) != 0 ? Weights.STANDARDIZING + 2 : 2);
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    float epsilon = node.attributes().floatOr("epsilon", 1e-5f);
    if (node.attributes().intOr("training_mode", 0) != 0) {
      return trained(node, epsilon);
    }
    return node.node().outputs().size() > 1 ? null : List.of(normalized(node, epsilon));
  }

  private static NdArray normalized(Evaluation node, float epsilon) {
    NdArray input = node.array(0);
    double[] factors = node.array(1).doubles().clone();
    double[] offsets = node.array(2).doubles().clone();
    double[] means = node.array(3).doubles();
    double[] variances = node.array(4).doubles();
    for (int i = 0; i < factors.length; i++) {
      factors[i] /= Math.sqrt(variances[i] + epsilon);
      offsets[i] -= means[i] * factors[i];
    }
    double[] values = input.doubles();
    double[] normalized = new double[values.length];
    int image = values.length / Math.max(1, input.dim(0));
    int each = Math.max(1, image / Math.max(1, factors.length));
    for (int row = 0; row * each < values.length; row++) {
      double factor = factors[row % factors.length];
      double offset = offsets[row % factors.length];
      for (int i = row * each; i < (row + 1) * each; i++) {
        normalized[i] = values[i] * factor + offset;
      }
    }
    return NdArray.of(input.elementType(), input.shape(), normalized);
  }

  private static List<NdArray> trained(Evaluation node, float epsilon) {
    NdArray input = node.array(0);
    NdArray mean = node.array(3);
    Shape groups = channels(input, mean.size());
    Standardized standard = Standardized.of(input, groups, true, epsilon);
    float momentum = node.attributes().floatOr("momentum", 0.9f);
    NdArray scale = node.array(1).reshape(groups);
    NdArray bias = node.array(2).reshape(groups);
    return List.of(
        standard.scaled(input.elementType(), input.shape(), scale, bias),
        running(mean, standard.means, momentum),
        running(node.array(4), standard.variances, momentum));
  }

  private static Shape channels(NdArray input, int channels) {
    long[] dims = new long[input.rank()];
    Arrays.fill(dims, 1);
    if (dims.length > 1) {
      dims[1] = channels;
    }
    return Shape.of(dims);
  }

  private static NdArray running(NdArray before, double[] now, float momentum) {
    double[] running = before.doubles().clone();
    for (int i = 0; i < running.length; i++) {
      running[i] = running[i] * momentum + now[i] * (1 - momentum);
    }
    ElementType made = before.elementType();
    return NdArray.of(made, before.shape(), running);
  }
}
