package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Normalization over the last axes, from the given one on: by mean and variance, or by the mean
 * square alone.
 */
final class LayerNormalization implements Operator {
  private final String type;
  private final boolean centered;

  /**
   * An operator.
   *
   * @param centered whether the mean is taken off
   */
  LayerNormalization(String type, boolean centered) {
    this.type = type;
    this.centered = centered;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, node.elementType(0), input);
    for (int output = 1; output < node.node().outputs().size(); output++) {
      node.output(output, ElementType.FLOAT32, input == null ? null : statistics(node, input));
    }
  }

  private static Shape statistics(InferenceContext node, Shape input) {
    List<Dim> dims = Dim.list(input);
    int first = Axes.of(node.attributes().intOr("axis", -1), dims.size());
    for (int axis = first; axis < dims.size(); axis++) {
      dims.set(axis, Dim.of(1));
    }
    return Dim.shape(dims);
  }

  @Override
  public @Nullable Pattern pattern() {
    return switch (type) {
      case "LayerNormalization", "RMSNormalization" -> new NormalizationPattern(centered);
      default -> null;
    };
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.STANDARDIZING + (centered ? 2 : -1));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Shape shape = input.shape();
    Shape groups = statistics(node, shape);
    float epsilon = node.attributes().floatOr("epsilon", 1e-5f);
    Standardized standard = Standardized.of(input, groups, centered, epsilon);
    NdArray scaled =
        standard.scaled(input.elementType(), shape, node.array(1), node.arrayOrNull(2));
    NdArray inverses = NdArray.of(ElementType.FLOAT32, groups, standard.inverses);
    return centered
        ? List.of(scaled, NdArray.of(ElementType.FLOAT32, groups, standard.means), inverses)
        : List.of(scaled, inverses);
  }
}
