package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Channels moved into blocks of the spatial axes. */
final class DepthToSpace implements Operator {
  @Override
  public String type() {
    return "DepthToSpace";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    long block = node.attributes().intOr("blocksize", 1);
    if (input == null || input.rank() != 4) {
      node.output(0, node.elementType(0), null);
      return;
    }
    Dim channels = Dim.of(input, 1);
    Dim fewer = channels.known() ? Dim.of(channels.value() / (block * block)) : Dim.UNKNOWN;
    Dim height = Dim.of(input, 2).times(Dim.of(block));
    Dim width = Dim.of(input, 3).times(Dim.of(block));
    node.output(0, node.elementType(0), Dim.shape(List.of(Dim.of(input, 0), fewer, height, width)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long block = node.attributes().intOr("blocksize", 1);
    boolean channelsFirst = node.attributes().stringOr("mode", "DCR").equals("CRD");
    long depth = input.dim(1) / (block * block);
    long[] dims = input.shape().dims();
    NdArray split =
        channelsFirst
            ? input.reshape(dims[0], depth, block, block, dims[2], dims[3])
            : input.reshape(dims[0], block, block, depth, dims[2], dims[3]);
    NdArray moved =
        channelsFirst
            ? Transpose.transposed(split, 0, 1, 4, 2, 5, 3)
            : Transpose.transposed(split, 0, 3, 4, 1, 5, 2);
    return List.of(moved.reshape(node.outputShape(0)));
  }
}
