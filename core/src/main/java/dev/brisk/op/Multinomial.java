package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;
import java.util.Random;

/** Classes drawn for each row of the logarithms of probabilities, which need not add up to 1. */
final class Multinomial implements Operator {
  @Override
  public String type() {
    return "Multinomial";
  }

  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Dim rows = shape == null ? Dim.UNKNOWN : Dim.of(shape, 0);
    Dim draws = Dim.of(node.attributes().intOr("sample_size", 1));
    node.output(0, Randomness.known(node, ElementType.INT32), Dim.shape(List.of(rows, draws)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Shape shape = node.outputShape(0);
    if (input.rank() != 2 || input.dim(1) == 0) {
      throw new InvalidInputException("Rows of classes are needed, not " + input);
    }
    int classes = input.dim(1);
    int draws = (int) shape.dim(1);
    Random random = Randomness.of(node);
    long[] drawn = new long[Math.toIntExact(shape.elements())];
    for (int row = 0; row < input.dim(0); row++) {
      double[] sums = sums(input.doubles(), row * classes, classes);
      for (int i = 0; i < draws; i++) {
        drawn[row * draws + i] = draw(sums, random.nextDouble() * sums[classes - 1]);
      }
    }
    return List.of(NdArray.of(Randomness.known(node, ElementType.INT32), shape, drawn));
  }

  /** The running sums of a row's probabilities, the greatest of which is 1. */
  private static double[] sums(double[] logarithms, int from, int classes) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < classes; i++) {
      greatest = Math.max(greatest, logarithms[from + i]);
    }
    double[] sums = new double[classes];
    double total = 0;
    for (int i = 0; i < classes; i++) {
      total += Math.exp(logarithms[from + i] - greatest);
      sums[i] = total;
    }
    return sums;
  }

  private static int draw(double[] sums, double at) {
    int drawn = 0;
    while (drawn < sums.length - 1 && sums[drawn] <= at) {
      drawn++;
    }
    return drawn;
  }
}
