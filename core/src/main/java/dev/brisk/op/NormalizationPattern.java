package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node for those that divide by the root of the mean of squares over the last axes, and scale
 * the result: LayerNormalization if the mean was taken away before, which may also shift the
 * result, RMSNormalization if not.
 */
final class NormalizationPattern implements Pattern {
  private final boolean centered;

  /**
   * The pattern of one of the two.
   *
   * @param centered whether the mean is taken away
   */
  NormalizationPattern(boolean centered) {
    this.centered = centered;
  }

  @Override
  public int since() {
    return centered ? 17 : 23;
  }

  /**
   * What is normalized, and by which nodes.
   *
   * @param scale what it is multiplied with then, "" if with nothing
   */
  private record Normalized(String x, int axis, float epsilon, String scale, Set<Node> nodes) {
    Normalized with(String factor, Node node) {
      Set<Node> more = new HashSet<>(nodes);
      more.add(node);
      return new Normalized(x, axis, epsilon, factor, more);
    }
  }

  @Override
  public @Nullable Rewrite endingWith(Node last, Surroundings around) {
    if (centered && last.is("Add")) {
      for (int i = 0; i < last.inputs().size(); i++) {
        Normalized normalized = scaled(last.input(i), around);
        String shift = last.input(1 - i);
        if (normalized != null && suits(shift, normalized, around)) {
          return found(normalized.with(normalized.scale(), last), shift, last, around);
        }
      }
      return null;
    }
    Normalized normalized = scaled(last, around);
    return normalized == null ? null : found(normalized, "", last, around);
  }

  private @Nullable Normalized scaled(String value, Surroundings around) {
    Node maker = around.maker(value, "Mul");
    maker = maker == null ? around.maker(value, "Div") : maker;
    return maker == null ? null : scaled(maker, around);
  }

  /** What a node normalizes, or scales after another node normalized it. */
  private @Nullable Normalized scaled(Node node, Surroundings around) {
    for (int i = 0; i < 2 && node.is("Mul"); i++) {
      for (String operator : List.of("Div", "Mul")) {
        Node inner = around.maker(node.input(i), operator);
        Normalized normalized = inner == null ? null : normalized(inner, around);
        if (normalized != null && suits(node.input(1 - i), normalized, around)) {
          return normalized.with(node.input(1 - i), node);
        }
      }
    }
    return normalized(node, around);
  }

  private @Nullable Normalized normalized(Node node, Surroundings around) {
    RootMeanSquare found = RootMeanSquare.endingWith(node, around);
    if (found == null || !isSupported(around.elementType(found.x()))) {
      return null;
    } else if (!centered) {
      return new Normalized(found.x(), found.axis(), found.epsilon(), "", found.nodes());
    }
    Node difference = around.maker(found.x(), "Sub");
    Node mean = difference == null ? null : around.maker(difference.input(1), "ReduceMean");
    if (difference == null
        || mean == null
        || !mean.input(0).equals(difference.input(0))
        || around.lastAxesFrom(mean) != found.axis()) {
      return null;
    }
    String x = mean.input(0);
    return new Normalized(x, found.axis(), found.epsilon(), "", found.nodes())
        .with("", difference)
        .with("", mean);
  }

  private static boolean isSupported(@Nullable ElementType type) {
    return type == ElementType.FLOAT32 || type == ElementType.FLOAT16;
  }

  /** Whether a value has one element for each that is normalized together. */
  private static boolean suits(String value, Normalized normalized, Surroundings around) {
    Shape shape = around.shape(value);
    return around.elementType(value) == around.elementType(normalized.x())
        && shape != null
        && shape.equals(around.lastSizes(normalized.x(), normalized.axis()));
  }

  private @Nullable Rewrite found(
      Normalized normalized, String shift, Node last, Surroundings around) {
    List<Initializer> constants = new ArrayList<>();
    String scale = normalized.scale();
    if (scale.isEmpty()) {
      Initializer ones = around.ones(normalized.x(), normalized.axis(), last.label() + ".scale");
      if (ones == null) {
        return null;
      }
      constants.add(ones);
      scale = ones.name();
    }
    Node fused =
        Node.of(
            centered ? "LayerNormalization" : "RMSNormalization",
            last.name(),
            shift.isEmpty()
                ? List.of(normalized.x(), scale)
                : List.of(normalized.x(), scale, shift),
            last.outputs(),
            Attribute.of("axis", (long) normalized.axis()),
            Attribute.of("epsilon", normalized.epsilon()));
    return new Rewrite(List.of(fused), constants, normalized.nodes());
  }
}
