package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.util.List;

/** Its input, but in training, where some elements are dropped; the second output is a mask. */
final class Dropout implements Operator {
  @Override
  public String type() {
    return "Dropout";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
    if (!node.node().output(1).isEmpty()) {
      node.output(1, node.opset() >= 10 ? ElementType.BOOL : node.elementType(0), node.shape(0));
    }
  }

  /** In inference, which before operator set 7 an attribute told, and from 12 on an input. */
  @Override
  public boolean isIdentity(InferenceContext node) {
    if (!node.node().output(1).isEmpty()) {
      return false;
    } else if (node.opset() < 7) {
      return node.attributes().intOr("is_test", 0) != 0;
    } else if (!node.has(2)) {
      return true;
    }
    Tensor training = node.constant(2);
    return training != null && training.elements() == 1 && training.toLongArray()[0] == 0;
  }

  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray training = node.opset() < 12 ? null : node.arrayOrNull(2);
    double ratio = 0;
    if (training != null && training.asLong() != 0) {
      NdArray given = node.arrayOrNull(1);
      ratio = given == null ? 0.5 : given.asDouble();
    }
    int[] mask = mask(node, input.size(), ratio);
    double scale = 1 / (1 - ratio);
    double[] values = input.doubles().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = mask[i] == 0 ? 0 : values[i] * scale;
    }
    ElementType type = input.elementType();
    ElementType ofMask = node.opset() >= 10 ? ElementType.BOOL : type;
    NdArray kept = NdArray.of(ElementType.BOOL, input.shape(), mask);
    return List.of(NdArray.of(type, input.shape(), values), Casting.to(ofMask, kept, true));
  }

  private static int[] mask(Evaluation node, int size, double ratio) {
    long seed = node.attributes().intOr("seed", System.nanoTime());
    MersenneTwister random = new MersenneTwister(seed);
    int[] mask = new int[size];
    for (int i = 0; i < size; i++) {
      mask[i] = ratio == 0 || random.nextDouble() >= ratio ? 1 : 0;
    }
    return mask;
  }
}
