package dev.brisk.op;

import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;

/** Its input scaled along its axes; later operator sets have {@code Resize} instead. */
final class Upsample implements Operator {
  @Override
  public String type() {
    return "Upsample";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    Attribute attribute = node.attributes().get("scales"); // before operator set 9
    Tensor scales = node.constant(1);
    Shape scaled = null;
    if (input != null && scales != null) {
      scaled = Resize.scaled(input, scales.toFloatArray(), null);
    } else if (input != null) {
      scaled =
          attribute == null
              ? Axes.unknown(input.rank())
              : Resize.scaled(input, attribute.asFloats(), null);
    }
    node.output(0, node.elementType(0), scaled);
  }
}
