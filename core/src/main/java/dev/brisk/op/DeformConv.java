package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;

/** A convolution over images of which each weight takes an element off its place by an offset. */
final class DeformConv implements Operator {
  @Override
  public String type() {
    return "DeformConv";
  }

  @Override
  public void infer(InferenceContext node) {
    Convolution.infer(node, 1, node.elementType(0));
  }

  @Override
  public long macs(InferenceContext node) {
    return Convolution.macs(node, 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray weights = node.array(1);
    Shape made = node.outputShape(0);
    if (input.rank() != 4) {
      throw new InvalidInputException("Offsets are computed on images [n,c,h,w], not on " + input);
    }
    int groups = (int) node.attributes().intOr("group", 1);
    int outputs = weights.dim(0) / groups;
    int inner = weights.size() / Math.max(1, weights.dim(0));
    int positions = (int) (made.dim(2) * made.dim(3));
    double[] factors = weights.doubles();
    double[] sums = new double[(int) made.elements()];
    Offsets offsets = Offsets.of(node, input, weights, made);
    node.parallel(
        input.dim(0) * groups,
        part -> {
          int group = part % groups;
          double[] columns = offsets.columns(part / groups, group * weights.dim(1), weights.dim(1));
          double[] product = new double[outputs * positions];
          int from = group * outputs * inner;
          Products.DOUBLES.multiply(
              factors, from, columns, 0, product, 0, outputs, inner, positions);
          System.arraycopy(product, 0, sums, part * product.length, product.length);
        });
    NdArray whole = NdArray.of(ElementType.FLOAT64, made, sums);
    double[] biased = Convolution.biased(whole, node.arrayOrNull(3)).doubles();
    return List.of(NdArray.of(input.elementType(), made, Arrays.copyOf(biased, biased.length)));
  }
}
