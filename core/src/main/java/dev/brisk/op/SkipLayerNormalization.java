package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Normalization over the last axis of the sum of an input, what skipped the layers before, and
 * perhaps a bias; the last output is the sum.
 */
final class SkipLayerNormalization implements Operator {
  private final String type;
  private final boolean centered;

  /**
   * An operator.
   *
   * @param centered whether the mean is taken off and a beta is an input
   */
  SkipLayerNormalization(String type, boolean centered) {
    this.type = type;
    this.centered = centered;
  }

  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, node.elementType(0), input);
    Shape groups = input == null ? null : input.withDim(input.rank() - 1, 1);
    node.output(1, ElementType.FLOAT32, groups);
    node.output(2, ElementType.FLOAT32, groups);
    node.output(3, node.elementType(0), input);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.STANDARDIZING + (centered ? 3 : 0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray sum = sum(node.array(0), node.array(1), node.arrayOrNull(centered ? 4 : 3));
    Shape shape = sum.shape();
    Shape groups = shape.withDim(shape.rank() - 1, 1);
    float epsilon = node.attributes().floatOr("epsilon", 1e-12f);
    Standardized standard = Standardized.of(sum, groups, centered, epsilon);
    NdArray beta = centered ? node.arrayOrNull(3) : null;
    ElementType made = node.array(0).elementType();
    return List.of(
        standard.scaled(made, shape, node.array(2), beta),
        NdArray.of(ElementType.FLOAT32, groups, standard.means),
        NdArray.of(ElementType.FLOAT32, groups, standard.inverses),
        Casting.to(made, sum, true));
  }

  private static NdArray sum(NdArray input, NdArray skip, @Nullable NdArray bias) {
    Shape shape = input.shape();
    double[] values = input.doubles().clone();
    double[] skips = skip.doubles();
    double[] biases = bias == null ? new double[1] : bias.doubles();
    int[] skipAt = Strides.stretched(skip.shape(), shape);
    int[] biasAt = Strides.stretched(bias == null ? Shape.scalar() : bias.shape(), shape);
    for (int i = 0; i < values.length; i++) {
      values[i] += skips[skipAt[i]] + biases[biasAt[i]];
    }
    return NdArray.of(ElementType.FLOAT64, shape, values);
  }
}
