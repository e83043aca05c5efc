package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;

/**
 * Normalization of each image over groups of channels, or over each channel alone, then a scale and
 * a bias by channel.
 */
final class GroupNormalization implements Operator {
  private static final String GROUPS = "num_groups";

  private final String type;

  GroupNormalization(String type) {
    this.type = type;
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
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.STANDARDIZING + 2);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int channels = input.dim(1);
    long groups = node.attributes().has(GROUPS) ? node.attributes().intOr(GROUPS, 1) : channels;
    float epsilon = node.attributes().floatOr("epsilon", 1e-5f);
    NdArray grouped = input.reshape(input.dim(0), groups, rest(input, input.dim(0) * groups));
    Standardized standard =
        Standardized.of(grouped, Standardized.from(grouped.shape(), 2), true, epsilon);
    ElementType made = input.elementType();
    boolean byChannel = node.array(1).size() == channels; // before version 21, by group
    NdArray rows = byChannel ? input.reshape(rows(input, channels)) : grouped;
    NdArray scaled =
        standard.scaled(made, rows.shape(), column(node.array(1)), column(node.array(2)));
    return List.of(scaled.reshape(input.shape()));
  }

  private static Shape rows(NdArray input, int channels) {
    return Shape.of(input.dim(0), channels, rest(input, (long) input.dim(0) * channels));
  }

  private static long rest(NdArray input, long rows) {
    return rows == 0 ? 0 : input.size() / rows;
  }

  private static NdArray column(NdArray vector) {
    return vector.reshape(vector.size(), 1);
  }
}
