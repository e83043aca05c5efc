package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
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
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Tensor input = node.constant(0);
    if (function == null || input == null || !Numbers.exact(input.elementType())) {
      return null;
    }
    double[] values = input.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(values[i]);
    }
    return Numbers.tensor(result == null ? input.elementType() : result, input.shape(), values);
  }
}
