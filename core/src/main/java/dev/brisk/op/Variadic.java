package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Any number of tensors stretched to a common shape, element by element. */
final class Variadic implements Operator {
  private final String type;
  private final Fold fold;

  Variadic(String type, Fold fold) {
    this.type = type;
    this.fold = fold;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    for (int input = 1; input < node.node().inputs().size(); input++) {
      shape = Broadcast.of(shape, node.shape(input));
    }
    node.output(0, node.elementType(0), shape);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    return node.node().inputs().size() == 1;
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Math.max(1, node.node().inputs().size() - 1));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Shape shape = node.outputShape(0);
    NdArray[] stretched = new NdArray[node.inputs()];
    for (int input = 0; input < stretched.length; input++) {
      NdArray given = node.array(input);
      stretched[input] =
          given.shape().equals(shape)
              ? given
              : given.take(shape, Strides.stretched(given.shape(), shape));
    }
    NdArray stacked = NdArray.join(stretched).reshape(stretched.length, shape.elements());
    boolean[] first = {true, false};
    return List.of(Reduction.folded(node, fold, stacked, first, shape));
  }
}
