package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An operator whose first output has the shape of its first input; most take each element alone.
 */
final class Unary implements Operator {
  private final String domain;
  private final String type;
  private final @Nullable ElementType result;
  private final @Nullable DoubleUnaryOperator function;

  private Unary(
      String domain,
      String type,
      @Nullable ElementType result,
      @Nullable DoubleUnaryOperator function) {
    this.domain = domain;
    this.type = type;
    this.result = result;
    this.function = function;
  }

  /** An operator of the standard that keeps the element type and is not computed here. */
  static Unary of(String type) {
    return of("", type);
  }

  /** An operator that keeps the element type and is not computed here. */
  static Unary of(String domain, String type) {
    return new Unary(domain, type, null, null);
  }

  /** An operator of the standard that keeps the element type. */
  static Unary of(String type, DoubleUnaryOperator function) {
    return new Unary("", type, null, function);
  }

  /** An operator of the standard that gives elements of another type; null: not computed here. */
  static Unary giving(ElementType result, String type, @Nullable DoubleUnaryOperator function) {
    return new Unary("", type, result, function);
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, result == null ? node.elementType(0) : result, node.shape(0));
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    if (function == null) {
      return null;
    }
    NdArray input = node.array(0);
    ElementType made = result == null ? input.elementType() : result;
    if (!input.isFloat() && !made.isFloat()) {
      long[] integers = input.longs().clone();
      for (int i = 0; i < integers.length; i++) {
        integers[i] = (long) function.applyAsDouble((double) integers[i]);
      }
      return List.of(NdArray.of(made, input.shape(), integers));
    }
    double[] values = input.doubles();
    double[] given = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      given[i] = function.applyAsDouble(values[i]);
    }
    return List.of(
        made.isFloat()
            ? NdArray.of(made, input.shape(), given)
            : Casting.to(made, NdArray.of(ElementType.FLOAT64, input.shape(), given), true));
  }
}
