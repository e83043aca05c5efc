package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** An operator on two tensors stretched to a common shape, element by element. */
final class Binary implements Operator {
  private final String type;
  private final @Nullable ElementType result;
  private final DoubleBinaryOperator floats;
  private final LongBinaryOperator integers;
  private final @Nullable BinaryOperator<Dim> sizes;

  private Binary(
      String type,
      @Nullable ElementType result,
      DoubleBinaryOperator floats,
      LongBinaryOperator integers,
      @Nullable BinaryOperator<Dim> sizes) {
    this.type = type;
    this.result = result;
    this.floats = floats;
    this.integers = integers;
    this.sizes = sizes;
  }

  /** An operator that keeps the element type. */
  static Binary of(String type, DoubleBinaryOperator floats, LongBinaryOperator integers) {
    return new Binary(type, null, floats, integers, null);
  }

  /** An operator that keeps the element type and with which models compute shapes. */
  static Binary ofSizes(
      String type,
      DoubleBinaryOperator floats,
      LongBinaryOperator integers,
      BinaryOperator<Dim> sizes) {
    return new Binary(type, null, floats, integers, sizes);
  }

  /** An operator that gives booleans. */
  static Binary test(String type, DoubleBinaryOperator floats, LongBinaryOperator integers) {
    return new Binary(type, ElementType.BOOL, floats, integers, null);
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    boolean stretchesLeft = node.opset() >= 7; // before, the right one alone, by attributes
    node.output(
        0,
        result == null ? node.elementType(0) : result,
        stretchesLeft ? Broadcast.of(node.shape(0), node.shape(1)) : node.shape(0));
    List<Dim> left = node.integers(0);
    List<Dim> right = node.integers(1);
    if (sizes != null && left != null && right != null && fit(left, right)) {
      node.integers(0, combined(left, right, sizes));
    }
  }

  private static boolean fit(List<Dim> left, List<Dim> right) {
    return left.size() == right.size() || left.size() == 1 || right.size() == 1;
  }

  private static List<Dim> combined(List<Dim> left, List<Dim> right, BinaryOperator<Dim> by) {
    int size = left.size() == 1 ? right.size() : left.size();
    List<Dim> combined = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      combined.add(
          by.apply(left.get(left.size() == 1 ? 0 : i), right.get(right.size() == 1 ? 0 : i)));
    }
    return combined;
  }

  @Override
  public @Nullable List<Tensor> evaluate(InferenceContext node) {
    Tensor left = node.constant(0);
    Tensor right = node.constant(1);
    Shape shape = node.toldShape(0);
    if (left == null
        || right == null
        || shape == null
        || node.opset() < 7
        || left.elementType() != right.elementType()) {
      return null;
    }
    ElementType given = result == null ? left.elementType() : result;
    return switch (left.elementType()) {
      case FLOAT32, FLOAT64 -> ofFloats(left, right, shape, given);
      case INT32, INT64, BOOL -> ofIntegers(left, right, shape, given);
      default -> null;
    };
  }

  private List<Tensor> ofFloats(Tensor left, Tensor right, Shape shape, ElementType given) {
    double[] a = left.toDoubleArray();
    double[] b = right.toDoubleArray();
    int[] fromLeft = Strides.stretched(left.shape(), shape);
    int[] fromRight = Strides.stretched(right.shape(), shape);
    double[] values = new double[fromLeft.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.applyAsDouble(a[fromLeft[i]], b[fromRight[i]]);
    }
    return Numbers.tensor(given, shape, values);
  }

  private @Nullable List<Tensor> ofIntegers(
      Tensor left, Tensor right, Shape shape, ElementType given) {
    long[] a = left.toLongArray();
    long[] b = right.toLongArray();
    int[] fromLeft = Strides.stretched(left.shape(), shape);
    int[] fromRight = Strides.stretched(right.shape(), shape);
    long[] values = new long[fromLeft.length];
    try {
      for (int i = 0; i < values.length; i++) {
        values[i] = integers.applyAsLong(a[fromLeft[i]], b[fromRight[i]]);
      }
    } catch (ArithmeticException e) { // a division by zero, which engines treat each in its way
      return null;
    }
    return Numbers.tensor(given, shape, values);
  }
}
