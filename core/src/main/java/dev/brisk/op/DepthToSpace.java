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
}
