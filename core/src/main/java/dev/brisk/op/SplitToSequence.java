package dev.brisk.op;

import dev.brisk.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Its input cut along an axis: into parts of given sizes, into parts of one size of which the last
 * may be smaller, or into parts of size 1, which may leave the axis out.
 */
final class SplitToSequence implements Operator {
  @Override
  public String type() {
    return "SplitToSequence";
  }

  @Override
  public void infer(InferenceContext node) {
    Sequences.tell(node, 0, node.elementType(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int axis = Axes.of(node.attributes().intOr("axis", 0), input.rank());
    NdArray split = node.arrayOrNull(1);
    List<Datum> parts = new ArrayList<>();
    if (split == null && node.attributes().intOr("keepdims", 1) == 0) {
      for (int i = 0; i < input.dim(axis); i++) {
        parts.add(Slices.at(input, axis, i));
      }
    } else {
      int start = 0;
      for (long size : sizes(split, input.dim(axis))) {
        parts.add(Slices.of(input, axis, start, (int) size));
        start += (int) size;
      }
    }
    return List.of(new Datum.Sequence(parts));
  }

  private static long[] sizes(@Nullable NdArray split, int whole) {
    if (split != null && split.rank() > 0) {
      long[] sizes = split.longs();
      if (Arrays.stream(sizes).anyMatch(size -> size < 0) || Arrays.stream(sizes).sum() != whole) {
        throw new InvalidInputException(
            "Parts must add up to %d, but are %s".formatted(whole, Arrays.toString(sizes)));
      }
      return sizes;
    }
    long each = split == null ? 1 : split.asLong();
    if (each < 1) {
      throw new InvalidInputException("Parts must have a size of 1 or more, but have " + each);
    }
    long[] sizes = new long[Math.toIntExact((whole + each - 1) / each)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.min(each, whole - i * each);
    }
    return sizes;
  }
}
