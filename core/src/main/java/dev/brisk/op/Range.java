package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Shape shape = node.toldShape(0);
    Tensor start = node.constant(0);
    Tensor step = node.constant(2);
    boolean integers =
        node.elementType(0) == ElementType.INT64 || node.elementType(0) == ElementType.INT32;
    if (shape == null || start == null || step == null || !integers || !shape.isStatic()) {
      return null;
    }
    long[] values = new long[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = start.toLongArray()[0] + i * step.toLongArray()[0];
    }
    return Numbers.tensor(start.elementType(), shape, values);
  }
}
