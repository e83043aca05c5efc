package dev.brisk.op;

import dev.brisk.InvalidInputException;
import java.util.Arrays;
import java.util.List;

/** The tensors of a sequence one after another along an axis, which may be a new one. */
final class ConcatFromSequence implements Operator {
  @Override
  public String type() {
    return "ConcatFromSequence";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, Sequences.elementType(node, 0), null);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray[] parts = Sequences.arrays(node, 0);
    long given = node.attributes().intOr("axis", 0);
    if (node.attributes().intOr("new_axis", 0) != 0) {
      return List.of(Slices.stacked(Arrays.asList(parts), given));
    }
    int axis = Axes.of(given, parts[0].rank());
    long size = 0;
    for (NdArray part : parts) {
      boolean fits =
          part.rank() == parts[0].rank()
              && part.shape().withDim(axis, 0).equals(parts[0].shape().withDim(axis, 0));
      if (!fits) {
        throw new InvalidInputException(
            "Parts to join differ beside the axis: " + Arrays.toString(parts));
      }
      size += part.dim(axis);
    }
    return List.of(Concat.joined(parts, axis, parts[0].shape().withDim(axis, size)));
  }
}
