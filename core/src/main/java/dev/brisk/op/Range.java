package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.List;

/** The numbers from a start up to a limit, in steps. */
final class Range implements Operator {
  @Override
  public String type() {
    return "Range";
  }

  @Override
  public void infer(InferenceContext node) {
    List<Dim> start = node.integers(0);
    List<Dim> limit = node.integers(1);
    List<Dim> step = node.integers(2);
    Dim count = Dim.UNKNOWN;
    if (start != null && limit != null && step != null) {
      count = count(start.get(0), limit.get(0), step.get(0));
    }
    node.output(0, node.elementType(0), Dim.shape(List.of(count)));
  }

  private static Dim count(Dim start, Dim limit, Dim step) {
    if (start.known() && limit.known() && step.known() && step.value() != 0) {
      long span = limit.value() - start.value();
      return Dim.of(Math.max(0, -Math.floorDiv(-span, step.value())));
    }
    return start.is(0) && step.is(1) ? limit : Dim.UNKNOWN;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray start = node.array(0);
    NdArray step = node.array(2);
    if (step.asDouble() == 0) {
      throw new InvalidInputException("A range must have steps other than 0");
    }
    if (start.isFloat()) {
      double span = node.array(1).asDouble() - start.asDouble();
      double[] values = new double[(int) Math.max(0, Math.ceil(span / step.asDouble()))];
      for (int i = 0; i < values.length; i++) {
        values[i] = start.asDouble() + i * step.asDouble();
      }
      return List.of(NdArray.of(start.elementType(), Shape.of(values.length), values));
    }
    Dim count = count(whole(start), whole(node.array(1)), whole(step));
    long[] values = new long[Math.toIntExact(count.value())];
    for (int i = 0; i < values.length; i++) {
      values[i] = start.asLong() + i * step.asLong();
    }
    return List.of(NdArray.of(start.elementType(), Shape.of(values.length), values));
  }

  private static Dim whole(NdArray number) {
    return Dim.of(number.asLong());
  }
}
