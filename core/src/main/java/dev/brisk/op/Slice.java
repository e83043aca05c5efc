package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Part of its input: along some axes from a start to an end, in steps. */
final class Slice implements Operator {
  @Override
  public String type() {
    return "Slice";
  }

  /** What is asked along one axis; a null end means that it is not known. */
  private record Range(Dim start, Dim end, Dim step) {
    static final Range ALL = new Range(Dim.of(0), Dim.of(Long.MAX_VALUE), Dim.of(1));

    boolean known() {
      return start.known() && end.known() && step.known() && step.value() != 0;
    }

    /** The first place taken, given the size. */
    long first(long size) {
      long from = start.value() < 0 ? start.value() + size : start.value();
      return step.value() > 0 ? clamped(from, 0, size) : clamped(from, 0, size - 1);
    }

    long count(long size) {
      long to = end.value() < 0 ? end.value() + size : end.value();
      to = step.value() > 0 ? clamped(to, 0, size) : clamped(to, -1, size - 1);
      long step = step().value();
      long span = step > 0 ? to - first(size) : first(size) - to;
      return size == 0 || span <= 0 ? 0 : (span - 1) / Math.abs(step) + 1;
    }

    private static long clamped(long value, long low, long high) {
      return Math.max(low, Math.min(high, value));
    }

    /** Whether it takes all of an axis of the given size, known or not. */
    boolean takesAll(Dim size) {
      long last = size.known() ? size.value() : Integer.MAX_VALUE;
      boolean toEnd = end.known() ? end.value() >= last : end.same(size);
      return start.is(0) && step.is(1) && toEnd;
    }

    Dim of(Dim size) {
      if (takesAll(size)) {
        return size;
      }
      return known() && size.known() ? Dim.of(count(size.value())) : Dim.UNKNOWN;
    }
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    List<Range> ranges = input == null ? null : ranges(node, input.rank());
    if (input == null || ranges == null) {
      node.output(0, node.elementType(0), input == null ? null : Axes.unknown(input.rank()));
      return;
    }
    List<Dim> dims = Dim.list(input);
    for (int axis = 0; axis < dims.size(); axis++) {
      dims.set(axis, ranges.get(axis).of(dims.get(axis)));
    }
    node.output(0, node.elementType(0), Dim.shape(dims));
    List<Dim> elements = node.integers(0);
    if (elements != null && dims.size() == 1 && ranges.get(0).known()) {
      node.integers(0, sliced(elements, ranges.get(0)));
    }
  }

  private static List<Dim> sliced(List<Dim> elements, Range range) {
    List<Dim> sliced = new ArrayList<>();
    long count = range.count(elements.size());
    for (int i = 0; i < count; i++) {
      sliced.add(elements.get((int) (range.first(elements.size()) + i * range.step().value())));
    }
    return sliced;
  }

  /** The range along each axis; null if it is not known which axes are cut. */
  private static @Nullable List<Range> ranges(InferenceContext node, int rank) {
    List<Dim> starts = given(node, "starts", 1);
    List<Dim> ends = given(node, "ends", 2);
    if (starts == null || ends == null || starts.size() != ends.size()) {
      return null;
    }
    List<Dim> steps = given(node, "steps", 4);
    if (steps == null) {
      steps = Collections.nCopies(starts.size(), node.has(4) ? Dim.UNKNOWN : Dim.of(1));
    }
    long[] axes = Axes.of(node, 3, "axes");
    if (axes == null && Axes.given(node, 3, "axes")) {
      return null;
    }
    List<Range> ranges = new ArrayList<>(Collections.nCopies(rank, Range.ALL));
    for (int i = 0; i < starts.size(); i++) {
      int axis = axes == null ? Axes.of(i, rank) : Axes.of(axes[i], rank);
      ranges.set(axis, new Range(starts.get(i), ends.get(i), steps.get(i)));
    }
    return ranges;
  }

  private static @Nullable List<Dim> given(InferenceContext node, String attribute, int input) {
    long[] values = node.attributes().ints(attribute); // before operator set 10
    return values == null ? node.integers(input) : Dim.list(values);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    List<Range> ranges = Objects.requireNonNull(ranges(node, input.rank()));
    int[] strides = Strides.of(input.shape());
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      Range range = ranges.get(axis);
      start += strides[axis] * (int) range.first(input.dim(axis));
      strides[axis] *= (int) range.step().value();
    }
    Shape shape = node.outputShape(0);
    return List.of(input.take(shape, Strides.places(shape, strides, start)));
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    Shape input = node.shape(0);
    List<Range> ranges = input == null ? null : ranges(node, input.rank());
    if (input == null || ranges == null) {
      return false;
    }
    for (int axis = 0; axis < ranges.size(); axis++) {
      if (!ranges.get(axis).takesAll(Dim.of(input, axis))) {
        return false;
      }
    }
    return true;
  }
}
