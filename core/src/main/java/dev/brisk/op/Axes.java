package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Axes as operators give them: by attribute or by input, negative ones from the end. */
final class Axes {
  private static final int MAX_RANK = 256;

  private Axes() {}

  /** The axis from the front. */
  static int of(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new InvalidModelException(
          "An axis must be " + -rank + " to " + (rank - 1) + ", but is " + axis);
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** Which of the axes of a rank are among the given ones. */
  static boolean[] among(long[] axes, int rank) {
    boolean[] among = new boolean[rank];
    for (long axis : axes) {
      int place = of(axis, rank);
      if (among[place]) {
        throw new InvalidModelException("Axes must differ, but are " + Arrays.toString(axes));
      }
      among[place] = true;
    }
    return among;
  }

  /** Whether a node gives axes (or the like), by the attribute or by the input. */
  static boolean given(InferenceContext node, int input, String attribute) {
    return node.attributes().has(attribute) || node.has(input);
  }

  /** What a node gives by an attribute or by an input; null if not, or not known. */
  static long @Nullable [] of(InferenceContext node, int input, String attribute) {
    long[] byAttribute = node.attributes().ints(attribute);
    return byAttribute != null ? byAttribute : known(node.integers(input));
  }

  /** The numbers, or null if one is not known. */
  static long @Nullable [] known(@Nullable List<Dim> elements) {
    if (elements == null || !elements.stream().allMatch(Dim::known)) {
      return null;
    }
    return elements.stream().mapToLong(Dim::value).toArray();
  }

  /** The shape that a vector of unknown sizes, itself of the given shape, asks for. */
  static @Nullable Shape ofSizes(@Nullable Shape sizes) {
    if (sizes == null || sizes.rank() != 1 || !sizes.isStatic() || sizes.dim(0) > MAX_RANK) {
      return null;
    }
    return unknown((int) sizes.dim(0));
  }

  /** A shape of the rank of which no dimension is known. */
  static Shape unknown(int rank) {
    long[] dims = new long[rank];
    Arrays.fill(dims, Shape.FREE);
    return Shape.of(dims);
  }
}
