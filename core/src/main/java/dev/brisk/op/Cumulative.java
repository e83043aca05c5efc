package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;

/** The sums, or products, of all elements along an axis up to each one, or from each one on. */
final class Cumulative implements Operator {
  private final String type;
  private final boolean product;

  Cumulative(String type) {
    this.type = type;
    this.product = type.equals("CumProd");
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, 1);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    int axis = Axes.of(node.array(1).asLong(), input.rank());
    int stride = Strides.of(input.shape())[axis];
    Lines lines = new Lines(input.size(), input.dim(axis), stride, node);
    ElementType made = input.elementType();
    return List.of(
        input.isFloat()
            ? NdArray.of(made, input.shape(), floats(lines, input.doubles()))
            : NdArray.of(made, input.shape(), integers(lines, input.longs())));
  }

  /** How the elements lie that are added up. */
  private record Lines(int size, int length, int stride, boolean backwards, boolean exclusive) {
    Lines(int size, int length, int stride, Evaluation node) {
      this(
          size,
          length,
          stride,
          node.attributes().intOr("reverse", 0) != 0,
          node.attributes().intOr("exclusive", 0) != 0);
    }

    int count() {
      return length == 0 ? 0 : size / length;
    }

    int place(int line, int step) {
      int start = line / stride * stride * length + line % stride;
      return start + (backwards ? length - 1 - step : step) * stride;
    }
  }

  private double[] floats(Lines lines, double[] values) {
    double[] made = new double[values.length];
    for (int line = 0; line < lines.count(); line++) {
      double total = product ? 1 : 0;
      for (int step = 0; step < lines.length(); step++) {
        int place = lines.place(line, step);
        double before = total;
        total = product ? total * values[place] : total + values[place];
        made[place] = lines.exclusive() ? before : total;
      }
    }
    return made;
  }

  private long[] integers(Lines lines, long[] values) {
    long[] made = new long[values.length];
    for (int line = 0; line < lines.count(); line++) {
      long total = product ? 1 : 0;
      for (int step = 0; step < lines.length(); step++) {
        int place = lines.place(line, step);
        long before = total;
        total = product ? total * values[place] : total + values[place];
        made[place] = lines.exclusive() ? before : total;
      }
    }
    return made;
  }
}
