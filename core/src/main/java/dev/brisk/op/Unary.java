package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.graph.Attributes;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An operator whose first output has the shape of its first input; most take each element alone.
 */
final class Unary implements Operator {
  private final String domain;
  private final String type;
  private final @Nullable ElementType result;
  private final @Nullable Function<Attributes, DoubleUnaryOperator> floats;
  private final @Nullable LongUnaryOperator integers;
  private final @Nullable LongUnaryOperator unsigned;
  private final int weight;

  private Unary(
      String domain,
      String type,
      @Nullable ElementType result,
      @Nullable Function<Attributes, DoubleUnaryOperator> floats,
      @Nullable LongUnaryOperator integers,
      @Nullable LongUnaryOperator unsigned,
      int weight) {
    this.domain = domain;
    this.type = type;
    this.result = result;
    this.floats = floats;
    this.integers = integers;
    this.unsigned = unsigned;
    this.weight = weight;
  }

  /** An operator of the standard that keeps the element type and is not computed here. */
  static Unary of(String type) {
    return of("", type);
  }

  /** An operator that keeps the element type and is not computed here. */
  static Unary of(String domain, String type) {
    return new Unary(domain, type, null, null, null, null, 1);
  }

  /** An operator of the standard on floats. */
  static Unary of(String type, DoubleUnaryOperator floats) {
    return with(type, attributes -> floats);
  }

  /** An operator of the standard on floats and integers. */
  static Unary of(String type, DoubleUnaryOperator floats, LongUnaryOperator integers) {
    return new Unary("", type, null, attributes -> floats, integers, integers, 1);
  }

  /** An operator of the standard on floats whose function the attributes tell. */
  static Unary with(String type, Function<Attributes, DoubleUnaryOperator> floats) {
    return with("", type, floats);
  }

  /** An operator on floats whose function the attributes tell. */
  static Unary with(String domain, String type, Function<Attributes, DoubleUnaryOperator> floats) {
    return new Unary(domain, type, null, floats, null, null, 1);
  }

  /** An operator of the standard on integers, bools among them. */
  static Unary ofIntegers(String type, LongUnaryOperator integers) {
    return new Unary("", type, null, null, integers, integers, 1);
  }

  /** An operator of the standard that tells of a float whether something holds: 1, or 0. */
  static Unary test(String type, Function<Attributes, DoubleUnaryOperator> floats) {
    return new Unary("", type, ElementType.BOOL, floats, null, null, 1);
  }

  /** The same with another function for uint64, whose bits are given. */
  Unary unsigned(LongUnaryOperator function) {
    return new Unary(domain, type, result, floats, integers, function, weight);
  }

  /** The same where each element weighs other than an addition, see {@link Weights}. */
  Unary weighing(int each) {
    return new Unary(domain, type, result, floats, integers, unsigned, each);
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
  public long operations(InferenceContext node) {
    return Weights.made(node, weight);
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    ElementType made = result == null ? input.elementType() : result;
    if (!input.isFloat()) {
      boolean isUnsigned = input.elementType() == ElementType.UINT64;
      LongUnaryOperator function = isUnsigned ? unsigned : integers;
      return function == null ? null : List.of(ofIntegers(function, input, made));
    }
    return floats == null ? null : List.of(ofFloats(floats.apply(node.attributes()), input, made));
  }

  private static NdArray ofIntegers(LongUnaryOperator function, NdArray input, ElementType made) {
    long[] values = input.longs().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsLong(values[i]);
    }
    return NdArray.of(made, input.shape(), values);
  }

  private static NdArray ofFloats(DoubleUnaryOperator function, NdArray input, ElementType made) {
    if (made == ElementType.FLOAT32) {
      float[] single = input.floats().clone();
      for (int i = 0; i < single.length; i++) {
        single[i] = (float) function.applyAsDouble(single[i]);
      }
      return NdArray.of(made, input.shape(), single);
    }
    double[] values = input.doubles().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsDouble(values[i]);
    }
    return made.isFloat()
        ? NdArray.of(made, input.shape(), values)
        : Casting.to(made, NdArray.of(ElementType.FLOAT64, input.shape(), values), true);
  }
}
