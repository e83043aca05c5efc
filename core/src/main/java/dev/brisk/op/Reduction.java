package dev.brisk.op;

import dev.brisk.Shape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value for all elements along some axes, by default along all: a sum, a mean, a maximum. */
final class Reduction implements Operator {
  private final String type;
  private final Fold fold;

  Reduction(String type, Fold fold) {
    this.type = type;
    this.fold = fold;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, node.elementType(0), input == null ? null : shape(node, input));
  }

  private static @Nullable Shape shape(InferenceContext node, Shape input) {
    boolean keeps = keeps(node);
    boolean[] gone = gone(node, input.rank());
    if (gone == null) {
      return keeps ? Axes.unknown(input.rank()) : null;
    }
    return reduced(input, gone, keeps);
  }

  /** Whether the axes remain, with size 1. */
  static boolean keeps(InferenceContext node) {
    return node.attributes().intOr("keepdims", 1) != 0;
  }

  /** Which axes are reduced; null if that is not known. */
  private static boolean @Nullable [] gone(InferenceContext node, int rank) {
    long[] axes = Axes.of(node, 1, "axes");
    if (axes == null && Axes.given(node, 1, "axes")) {
      return null;
    } else if (axes != null && axes.length > 0) {
      return Axes.among(axes, rank);
    }
    boolean[] all = new boolean[rank];
    Arrays.fill(all, node.attributes().intOr("noop_with_empty_axes", 0) == 0);
    return all;
  }

  /** The shape once the axes are gone, or of size 1. */
  static Shape reduced(Shape input, boolean[] gone, boolean keeps) {
    List<Dim> dims = Dim.list(input);
    for (int axis = gone.length - 1; axis >= 0; axis--) {
      if (gone[axis] && keeps) {
        dims.set(axis, Dim.of(1));
      } else if (gone[axis]) {
        dims.remove(axis);
      }
    }
    return Dim.shape(dims);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.taken(node, fold.weight());
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    boolean[] gone = gone(node, input.rank());
    return gone == null ? null : List.of(folded(node, fold, input, gone, node.outputShape(0)));
  }

  /** Each row along the axes folded into one element of the shape. */
  static NdArray folded(Evaluation node, Fold fold, NdArray input, boolean[] axes, Shape shape) {
    Rows rows = Rows.along(input, axes);
    return input.isFloat()
        ? NdArray.of(input.elementType(), shape, ofFloats(node, fold, rows))
        : NdArray.of(input.elementType(), shape, ofIntegers(node, fold, rows, input));
  }

  private static double[] ofFloats(Evaluation node, Fold fold, Rows rows) {
    double[] folded = new double[rows.count()];
    Chunks.work(
        node,
        folded.length,
        rows.length(),
        (first, end) -> {
          double[] values = new double[rows.length()];
          for (int row = first; row < end; row++) {
            rows.read(row, values);
            folded[row] = fold.of(values);
          }
        });
    return folded;
  }

  private static long[] ofIntegers(Evaluation node, Fold fold, Rows rows, NdArray input) {
    long[] folded = new long[rows.count()];
    Chunks.work(
        node,
        folded.length,
        rows.length(),
        (first, end) -> {
          long[] values = new long[rows.length()];
          for (int row = first; row < end; row++) {
            rows.read(row, values);
            folded[row] = fold.of(input.elementType(), values);
          }
        });
    return folded;
  }
}
