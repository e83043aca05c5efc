package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Its input as elements of another type. */
final class Cast implements Operator {
  @Override
  public String type() {
    return "Cast";
  }

  @Override
  public void infer(InferenceContext node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    node.output(0, to, node.shape(0));
    List<Dim> elements = node.integers(0);
    if (elements != null && (to == ElementType.INT64 || to == ElementType.INT32)) {
      node.integers(0, elements);
    }
  }

  /** Fractions are cut off; what no long holds is left to engines, which differ. */
  @Override
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Tensor input = node.constant(0);
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    if (input == null) {
      return null;
    } else if (input.elementType() == to) {
      return List.of(input);
    }
    boolean integers = input.elementType().isInteger() || input.elementType() == ElementType.BOOL;
    return switch (to) {
      case FLOAT32, FLOAT64 ->
          integers && input.elementType().bits() == 64
              ? Numbers.tensor(to, input.shape(), input.toLongArray())
              : floats(input, to);
      case INT64, INT32, BOOL ->
          integers ? Numbers.tensor(to, input.shape(), input.toLongArray()) : whole(input, to);
      default -> null;
    };
  }

  private static @Nullable List<Tensor> floats(Tensor input, ElementType to) {
    return switch (input.elementType()) {
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16, INT32, INT16, INT8, UINT8, UINT16, UINT32, BOOL ->
          Numbers.tensor(to, input.shape(), input.toDoubleArray());
      default -> null;
    };
  }

  private static @Nullable List<Tensor> whole(Tensor input, ElementType to) {
    if (input.elementType() != ElementType.FLOAT32 && input.elementType() != ElementType.FLOAT64) {
      return null;
    }
    double[] values = input.toDoubleArray();
    long[] cut = new long[values.length];
    double limit = to == ElementType.INT32 ? 0x1p31 : 0x1p63;
    for (int i = 0; i < cut.length; i++) {
      if (to != ElementType.BOOL && !(Math.abs(values[i]) < limit)) {
        return null;
      }
      cut[i] = to == ElementType.BOOL ? (values[i] == 0 ? 0 : 1) : (long) values[i];
    }
    return Numbers.tensor(to, input.shape(), cut);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    return node.elementType(0) == to;
  }
}
