package dev.brisk.op;

import dev.brisk.graph.Attributes;
import java.util.List;

/** Codes of one or the other input: (condition, X, scale, zero, Y, scale, zero, scale, zero). */
final class QLinearWhere implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "QLinearWhere";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(
        0,
        node.elementType(1),
        Broadcast.of(node.shape(0), Broadcast.of(node.shape(1), node.shape(4))));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    return List.of(
        node.apply("Where", Attributes.NONE, node.array(0), rescaled(node, 1), rescaled(node, 4)));
  }

  private static NdArray rescaled(Evaluation node, int input) {
    NdArray numbers = Quantized.at(node, input).numbers(node.array(7).elementType());
    return Quantizing.codes(numbers, node.array(7), node.array(8));
  }
}
