package dev.brisk.op;

import java.util.List;

/** Tensors of codes one after another: (scale, zero, then each part with its own). */
final class QLinearConcat implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "QLinearConcat";
  }

  @Override
  public void infer(InferenceContext node) {
    Concat.infer(node, 2, 3, node.elementType(1));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray[] parts = new NdArray[(node.inputs() - 2) / 3];
    for (int part = 0; part < parts.length; part++) {
      NdArray numbers = Quantized.at(node, 2 + 3 * part).numbers(node.array(0).elementType());
      parts[part] = Quantizing.codes(numbers, node.array(0), node.array(1));
    }
    int along = Axes.of(node.attributes().intOr("axis", 1), parts[0].rank());
    return List.of(Concat.joined(parts, along, node.outputShape(0)));
  }
}
