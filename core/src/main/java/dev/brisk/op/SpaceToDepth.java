package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Blocks of the spatial axes moved into channels. */
final class SpaceToDepth implements Operator {
  @Override
  public String type() {
    return "SpaceToDepth";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    long block = node.attributes().intOr("blocksize", 1);
    if (input == null || input.rank() != 4) {
      node.output(0, node.elementType(0), null);
      return;
    }
    Dim channels = Dim.of(input, 1).times(Dim.of(block * block));
    Dim height = divided(Dim.of(input, 2), block);
    Dim width = divided(Dim.of(input, 3), block);
    node.output(
        0, node.elementType(0), Dim.shape(List.of(Dim.of(input, 0), channels, height, width)));
  }

  private static Dim divided(Dim size, long block) {
    return size.known() ? Dim.of(size.value() / block) : Dim.UNKNOWN;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long block = node.attributes().intOr("blocksize", 1);
    boolean channelsFirst = node.attributes().stringOr("mode", "DCR").equals("CRD");
    long[] dims = input.shape().dims();
    NdArray split = input.reshape(dims[0], dims[1], dims[2] / block, block, dims[3] / block, block);
    NdArray moved =
        channelsFirst
            ? Transpose.transposed(split, 0, 1, 3, 5, 2, 4)
            : Transpose.transposed(split, 0, 3, 5, 1, 2, 4);
    return List.of(moved.reshape(node.outputShape(0)));
  }
}
