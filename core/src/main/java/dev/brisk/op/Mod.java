package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import java.util.List;
import java.util.function.LongBinaryOperator;

/** The rest of a division: with the sign of the divisor, or of the dividend as in C. */
final class Mod implements Operator {
  @Override
  public String type() {
    return "Mod";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), Broadcast.of(node.shape(0), node.shape(1)));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, Weights.DIVISION);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray left = node.array(0);
    NdArray right = node.array(1);
    boolean asInC = node.attributes().intOr("fmod", 0) != 0;
    if (left.elementType() != right.elementType()) {
      throw new InvalidModelException(
          "Dividend and divisor must have one type, but are %s and %s".formatted(left, right));
    }
    return List.of(left.isFloat() ? floats(left, right, asInC) : integers(left, right, asInC));
  }

  private static NdArray floats(NdArray left, NdArray right, boolean asInC) {
    Stretched pair = Stretched.of(left, right);
    double[] a = left.doubles();
    double[] b = right.doubles();
    double[] rest = new double[pair.size()];
    for (int i = 0; i < rest.length; i++) {
      double divisor = b[pair.right(i)];
      rest[i] = a[pair.left(i)] % divisor;
      if (!asInC) {
        rest[i] = withSignOf(divisor, rest[i]);
      }
    }
    return NdArray.of(left.elementType(), pair.shape(), rest);
  }

  private static double withSignOf(double divisor, double rest) {
    if (rest == 0) {
      return Math.copySign(0, divisor);
    }
    return (divisor < 0) == (rest < 0) ? rest : rest + divisor;
  }

  private static NdArray integers(NdArray left, NdArray right, boolean asInC) {
    Stretched pair = Stretched.of(left, right);
    long[] a = left.longs();
    long[] b = right.longs();
    LongBinaryOperator signed = asInC ? (x, y) -> x % y : Math::floorMod;
    boolean isUnsigned = left.elementType() == ElementType.UINT64;
    LongBinaryOperator function = isUnsigned ? Long::remainderUnsigned : signed;
    long[] rest = new long[pair.size()];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = function.applyAsLong(a[pair.left(i)], b[pair.right(i)]);
    }
    return NdArray.of(left.elementType(), pair.shape(), rest);
  }
}
