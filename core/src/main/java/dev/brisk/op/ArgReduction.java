package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;

/** Where along an axis the greatest or the least element is. */
final class ArgReduction implements Operator {
  private final String type;
  private final int sign;

  private ArgReduction(String type, int sign) {
    this.type = type;
    this.sign = sign;
  }

  static ArgReduction greatest() {
    return new ArgReduction("ArgMax", 1);
  }

  static ArgReduction least() {
    return new ArgReduction("ArgMin", -1);
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    node.output(0, ElementType.INT64, input == null ? null : shape(node, input));
  }

  private static Shape shape(InferenceContext node, Shape input) {
    boolean[] gone = Axes.among(new long[] {axis(node)}, input.rank());
    return Reduction.reduced(input, gone, Reduction.keeps(node));
  }

  private static long axis(InferenceContext node) {
    return node.attributes().intOr("axis", 0);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.taken(node, 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    Rows rows = Rows.along(input, Axes.of(axis(node), input.rank()));
    if (rows.length() == 0 && rows.count() > 0) {
      throw new InvalidInputException("Among no elements none is the greatest or least: " + input);
    }
    boolean last = node.attributes().intOr("select_last_index", 0) != 0;
    Order order = Order.of(input);
    long[] found = new long[rows.count()];
    Chunks.work(
        node,
        found.length,
        rows.length(),
        (first, end) -> {
          for (int row = first; row < end; row++) {
            found[row] = find(rows, row, order, last);
          }
        });
    return List.of(NdArray.of(ElementType.INT64, node.outputShape(0), found));
  }

  private int find(Rows rows, int row, Order order, boolean last) {
    int found = 0;
    for (int i = 1; i < rows.length(); i++) {
      int compared = sign * order.compare(rows.place(row, i), rows.place(row, found));
      if (compared > 0 || (compared == 0 && last)) {
        found = i;
      }
    }
    return found;
  }
}
