package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;
import java.util.Random;

/** For each probability 1 with that probability, else 0. */
final class Bernoulli implements Operator {
  @Override
  public String type() {
    return "Bernoulli";
  }

  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, Randomness.elementType(node, node.elementType(0)), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Random random = Randomness.of(node);
    double[] drawn = input.doubles().clone();
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = random.nextDouble() < drawn[i] ? 1 : 0;
    }
    NdArray made = NdArray.of(ElementType.FLOAT64, input.shape(), drawn);
    return List.of(Casting.to(Randomness.known(node, input.elementType()), made, true));
  }
}
