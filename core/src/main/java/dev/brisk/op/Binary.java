package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
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
  private final LongBinaryOperator unsigned;
  private final @Nullable BinaryOperator<Dim> sizes;

  private Binary(
      String type,
      @Nullable ElementType result,
      DoubleBinaryOperator floats,
      LongBinaryOperator integers,
      LongBinaryOperator unsigned,
      @Nullable BinaryOperator<Dim> sizes) {
    this.type = type;
    this.result = result;
    this.floats = floats;
    this.integers = integers;
    this.unsigned = unsigned;
    this.sizes = sizes;
  }

  /** An operator that keeps the element type. */
  static Binary of(String type, DoubleBinaryOperator floats, LongBinaryOperator integers) {
    return new Binary(type, null, floats, integers, integers, null);
  }

  /** An operator that keeps the element type and with which models compute shapes. */
  static Binary ofSizes(
      String type,
      DoubleBinaryOperator floats,
      LongBinaryOperator integers,
      BinaryOperator<Dim> sizes) {
    return new Binary(type, null, floats, integers, integers, sizes);
  }

  /** An operator that gives booleans. */
  static Binary test(String type, DoubleBinaryOperator floats, LongBinaryOperator integers) {
    return new Binary(type, ElementType.BOOL, floats, integers, integers, null);
  }

  /** The same with another function for uint64, whose bits are given. */
  Binary unsigned(LongBinaryOperator function) {
    return new Binary(type, result, floats, integers, function, sizes);
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
      Dim a = left.get(left.size() == 1 ? 0 : i);
      Dim b = right.get(right.size() == 1 ? 0 : i);
      combined.add(combined(a, b, by));
    }
    return combined;
  }

  private static Dim combined(Dim left, Dim right, BinaryOperator<Dim> by) {
    try {
      return by.apply(left, right);
    } catch (ArithmeticException e) {
      return Dim.UNKNOWN; // elements wrap around, sizes do not
    }
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, type.equals("Div") ? Weights.DIVISION : 1);
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    NdArray left = node.array(0);
    NdArray right = aligned(node, left, node.array(1));
    if (left.elementType() == ElementType.STRING) {
      return type.equals("Equal") ? List.of(ofStrings(left, right)) : null;
    }
    return List.of(left.isFloat() ? ofFloats(left, right) : ofIntegers(left, right));
  }

  /** Before version 7 the right one is stretched from an axis on that an attribute names. */
  static NdArray aligned(Evaluation node, NdArray left, NdArray right) {
    if (node.opset() >= 7 || node.attributes().intOr("broadcast", 0) == 0) {
      return right;
    }
    int rank = left.rank();
    int axis = Axes.of(node.attributes().intOr("axis", rank - right.rank()), rank);
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    System.arraycopy(right.shape().dims(), 0, dims, axis, right.rank());
    return right.reshape(dims);
  }

  private static NdArray ofStrings(NdArray left, NdArray right) {
    Stretched pair = Stretched.of(left, right);
    boolean[] equal = new boolean[pair.size()];
    for (int i = 0; i < equal.length; i++) {
      equal[i] = left.strings()[pair.left(i)].equals(right.strings()[pair.right(i)]);
    }
    return NdArray.of(pair.shape(), equal);
  }

  private NdArray ofFloats(NdArray left, NdArray right) {
    Stretched pair = Stretched.of(left, right);
    if (result == null && left.elementType() == ElementType.FLOAT32) {
      return NdArray.of(ElementType.FLOAT32, pair.shape(), single(left, right, pair));
    }
    double[] a = left.doubles();
    double[] b = right.doubles();
    double[] values = new double[pair.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.applyAsDouble(a[pair.left(i)], b[pair.right(i)]);
    }
    return result == null
        ? NdArray.of(left.elementType(), pair.shape(), values)
        : NdArray.of(result, pair.shape(), Arrays.stream(values).mapToInt(v -> (int) v).toArray());
  }

  private float[] single(NdArray left, NdArray right, Stretched pair) {
    float[] a = left.floats();
    float[] b = right.floats();
    float[] values = new float[pair.size()];
    if (pair.isSame()) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) floats.applyAsDouble(a[i], b[i]);
      }
    } else {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) floats.applyAsDouble(a[pair.left(i)], b[pair.right(i)]);
      }
    }
    return values;
  }

  private NdArray ofIntegers(NdArray left, NdArray right) {
    Stretched pair = Stretched.of(left, right);
    long[] a = left.longs();
    long[] b = right.longs();
    boolean isUnsigned = left.elementType() == ElementType.UINT64;
    LongBinaryOperator function = isUnsigned ? unsigned : integers;
    long[] values = new long[pair.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = function.applyAsLong(a[pair.left(i)], b[pair.right(i)]);
    }
    return NdArray.of(result == null ? left.elementType() : result, pair.shape(), values);
  }
}
