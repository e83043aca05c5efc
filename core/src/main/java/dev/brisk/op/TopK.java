package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The largest or smallest elements along an axis, and where they were. */
final class TopK implements Operator {
  @Override
  public String type() {
    return "TopK";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    if (input == null) {
      tell(node, null);
      return;
    }
    long attribute = node.attributes().intOr("k", -1); // before operator set 10
    List<Dim> given = node.integers(1);
    Dim count = attribute >= 0 ? Dim.of(attribute) : given == null ? Dim.UNKNOWN : given.get(0);
    List<Dim> dims = Dim.list(input);
    dims.set(Axes.of(node.attributes().intOr("axis", -1), dims.size()), count);
    tell(node, Dim.shape(dims));
  }

  private static void tell(InferenceContext node, @Nullable Shape shape) {
    node.output(0, node.elementType(0), shape);
    node.output(1, ElementType.INT64, shape);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int along = Axes.of(node.attributes().intOr("axis", -1), input.rank());
    Shape shape = node.outputShape(0);
    int count = (int) shape.dim(along);
    Rows rows = Rows.along(input, along);
    Rows made = Rows.along(NdArray.zeros(ElementType.BOOL, shape), along);
    if (count > rows.length()) {
      throw new InvalidInputException(
          "Of %d elements %d cannot be taken".formatted(rows.length(), count));
    }
    int sign = node.attributes().intOr("largest", 1) != 0 ? -1 : 1;
    Order order = Order.of(input);
    int[] places = new int[Math.toIntExact(shape.elements())];
    long[] indices = new long[places.length];
    Chunks.work(
        node,
        rows.count(),
        16L * rows.length(),
        (first, end) -> {
          for (int row = first; row < end; row++) {
            int[] sorted = sorted(rows, row, order, sign);
            for (int i = 0; i < count; i++) {
              places[made.place(row, i)] = rows.place(row, sorted[i]);
              indices[made.place(row, i)] = sorted[i];
            }
          }
        });
    return List.of(input.take(shape, places), NdArray.of(ElementType.INT64, shape, indices));
  }

  /** The indices of a row in the order of its elements; of equal ones the first comes first. */
  private static int[] sorted(Rows rows, int row, Order order, int sign) {
    return IntStream.range(0, rows.length())
        .boxed()
        .sorted((a, b) -> sign * order.compare(rows.place(row, a), rows.place(row, b)))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
