package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its input scaled along its axes; later operator sets have {@code Resize} instead. */
final class Upsample implements Operator {
  @Override
  public String type() {
    return "Upsample";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    float[] scales = attribute(node.attributes());
    Tensor given = node.constant(1);
    if (scales == null && given != null) {
      scales = given.toFloatArray();
    }
    Shape unscaled = input == null ? null : Axes.unknown(input.rank());
    node.output(
        0,
        node.elementType(0),
        input == null || scales == null ? unscaled : Resize.scaled(input, scales, null));
  }

  /** The factors, which are an input from operator set 9 on. */
  private static float @Nullable [] attribute(Attributes attributes) {
    Attribute scales = attributes.get("scales");
    if (scales != null) {
      return scales.asFloats();
    } else if (!attributes.has("height_scale") || !attributes.has("width_scale")) {
      return null;
    }
    float height = attributes.floatOr("height_scale", 1); // in operator set 1
    return new float[] {1, 1, height, attributes.floatOr("width_scale", 1)};
  }

  @Override
  public long operations(InferenceContext node) {
    return Resized.operations(node);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    float[] attribute = attribute(node.attributes());
    float[] scales = attribute == null ? node.array(1).floats() : attribute;
    return List.of(Resized.of(node, input, Scaling.by(input.shape(), scales, null), null));
  }
}
