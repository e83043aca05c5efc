package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A base to the power of an exponent, each of a type of its own; the result has the base's.
 * Integers wrap around, and integer exponents of integers keep all bits.
 */
final class Pow implements Operator {
  @Override
  public String type() {
    return "Pow";
  }

  @Override
  public void infer(InferenceContext node) {
    boolean stretchesLeft = node.opset() >= 7; // before, the right one alone, by attributes
    Shape common = Broadcast.of(node.shape(0), node.shape(1));
    node.output(0, node.elementType(0), stretchesLeft ? common : node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, weight(node.constant(1)));
  }

  /** A square and a root are what they are where the exponent is constant. */
  private static int weight(@Nullable Tensor exponent) {
    if (exponent == null || exponent.shape().elements() != 1) {
      return Weights.FUNCTION;
    }
    double power = exponent.toDoubleArray()[0];
    return power == 2 ? 1 : power == 0.5 ? Weights.DIVISION : Weights.FUNCTION;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray base = node.array(0);
    NdArray exponent = Binary.aligned(node, base, node.array(1));
    boolean whole = !base.isFloat() && !exponent.isFloat();
    return List.of(whole ? integers(base, exponent) : floats(base, exponent));
  }

  private static NdArray floats(NdArray base, NdArray exponent) {
    Stretched pair = Stretched.of(base, exponent);
    double[] bases = base.doubles();
    double[] exponents = exponent.doubles();
    double[] powers = new double[pair.size()];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = Math.pow(bases[pair.left(i)], exponents[pair.right(i)]);
    }
    return base.isFloat()
        ? NdArray.of(base.elementType(), pair.shape(), powers)
        : Casting.to(
            base.elementType(), NdArray.of(ElementType.FLOAT64, pair.shape(), powers), true);
  }

  private static NdArray integers(NdArray base, NdArray exponent) {
    Stretched pair = Stretched.of(base, exponent);
    long[] bases = base.longs();
    long[] exponents = exponent.longs();
    boolean signed = exponent.elementType() != ElementType.UINT64;
    long[] powers = new long[pair.size()];
    for (int i = 0; i < powers.length; i++) {
      long by = exponents[pair.right(i)];
      long of = bases[pair.left(i)];
      powers[i] = signed && by < 0 ? (long) Math.pow((double) of, (double) by) : power(of, by);
    }
    return NdArray.of(base.elementType(), pair.shape(), powers);
  }

  /** By squaring, the exponent's bits from low to high. */
  private static long power(long base, long exponent) {
    long power = 1;
    long square = base;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      power *= (rest & 1) == 0 ? 1 : square;
      square *= square;
    }
    return power;
  }
}
