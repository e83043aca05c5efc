package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The different elements of its input, or slices along an axis; where each one first was; which one
 * stood at each place; how often each one was there.
 */
final class Unique implements Operator {
  @Override
  public String type() {
    return "Unique";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, node.elementType(0), shape(node, input));
    for (int output = 1; output < 4; output++) {
      node.output(output, ElementType.INT64, Axes.unknown(1));
    }
  }

  private static @Nullable Shape shape(InferenceContext node, @Nullable Shape input) {
    if (!node.attributes().has("axis")) {
      return Axes.unknown(1);
    } else if (input == null) {
      return null;
    }
    List<Dim> dims = Dim.list(input);
    dims.set(Axes.of(node.attributes().intOr("axis", 0), input.rank()), Dim.UNKNOWN);
    return Dim.shape(dims);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray given = node.array(0);
    boolean flat = !node.attributes().has("axis");
    NdArray input = flat ? given.reshape(given.size()) : given;
    int axis = Axes.of(node.attributes().intOr("axis", 0), input.rank());
    boolean[] within = new boolean[input.rank()];
    Arrays.fill(within, true);
    within[axis] = false;
    List<List<Integer>> groups = groups(Rows.along(input, within), Order.of(input));
    if (node.attributes().intOr("sorted", 1) == 0) {
      groups.sort(Comparator.comparing(group -> group.get(0)));
    }
    int[] firsts = groups.stream().mapToInt(group -> group.get(0)).toArray();
    long[] inverse = new long[input.dim(axis)];
    for (int group = 0; group < groups.size(); group++) {
      for (int index : groups.get(group)) {
        inverse[index] = group;
      }
    }
    return List.of(
        picked(input, axis, firsts),
        NdArray.vector(Arrays.stream(firsts).asLongStream().toArray()),
        NdArray.vector(inverse),
        NdArray.vector(groups.stream().mapToLong(List::size).toArray()));
  }

  /** The numbers of equal rows together, each group in order, the least rows first. */
  private static List<List<Integer>> groups(Rows rows, Order order) {
    List<List<Integer>> groups = new ArrayList<>();
    IntStream.range(0, rows.count())
        .boxed()
        .sorted((a, b) -> compare(rows, order, a, b))
        .forEach(
            row -> {
              List<Integer> last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
              if (last == null || compare(rows, order, last.get(0), row) != 0) {
                last = new ArrayList<>();
                groups.add(last);
              }
              last.add(row);
            });
    return groups;
  }

  private static int compare(Rows rows, Order order, int left, int right) {
    for (int i = 0; i < rows.length(); i++) {
      int compared = order.compare(rows.place(left, i), rows.place(right, i));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  private static NdArray picked(NdArray input, int axis, int[] picked) {
    int[][] taken = new int[input.rank()][];
    for (int i = 0; i < taken.length; i++) {
      taken[i] = i == axis ? picked : IntStream.range(0, input.dim(i)).toArray();
    }
    Shape shape = input.shape().withDim(axis, picked.length);
    return input.take(shape, Strides.picked(input.shape(), taken, -1));
  }
}
