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
}
