package dev.brisk.internal.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels by the Vector API, as many numbers at a time as the processor's registers hold. Only
 * those methods of the API are used that are the same from JDK 17 on.
 */
final class VectorKernels extends ArrayKernels {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> S = narrower(short.class, 2);
  private static final VectorSpecies<Byte> B = narrower(byte.class, 4);
  private static final int LANES = F.length();

  /** Added to a number of at most 22 bits, it leaves the number rounded in its lowest bits. */
  private static final float ROUNDING = 0x1.8p23f;

  private static final int ROUNDING_BITS = Float.floatToRawIntBits(ROUNDING);
  private static final int FLOAT_INFINITY = 0x7F800000;

  /** As a float's bits: 65536, whose rounding gives the infinity of float16. */
  private static final int OVERFLOW = 0x47800000;

  private final ScalarKernels scalar = new ScalarKernels();

  /** Kernels; fails where registers are so short that bytes do not fill one. */
  VectorKernels() {
    if (I.length() != LANES || S.length() != LANES || B.length() != LANES) {
      throw new UnsupportedOperationException("registers of " + F.vectorBitSize() + " bits");
    }
  }

  private static <E> VectorSpecies<E> narrower(Class<E> element, int times) {
    return VectorSpecies.of(element, VectorShape.forBitSize(F.vectorBitSize() / times));
  }

  @Override
  public String name() {
    return VectorKernelsProvider.NAME;
  }

  @Override
  protected void codes(
      float[] values,
      int from,
      byte[] codes,
      int to,
      int count,
      float scale,
      int zeroPoint,
      int lowest,
      int highest) {
    int end = count - count % LANES;
    float least = lowest - zeroPoint;
    float most = highest - zeroPoint;
    for (int i = 0; i < end; i += LANES) {
      FloatVector steps = FloatVector.fromArray(F, values, from + i).div(scale);
      steps = zeroForNan(steps).max(least).min(most).add(ROUNDING);
      IntVector rounded = steps.reinterpretAsInts().sub(ROUNDING_BITS - zeroPoint);
      bytes(rounded).intoArray(codes, to + i);
    }
    scalar.codes(
        values, from + end, codes, to + end, count - end, scale, zeroPoint, lowest, highest);
  }

  @Override
  protected void codes(
      float[] values,
      int from,
      byte[] codes,
      int count,
      float[] scales,
      int[] zeroPoints,
      int lowest,
      int highest) {
    int end = count - count % LANES;
    for (int i = 0; i < end; i += LANES) {
      FloatVector scale = FloatVector.fromArray(F, scales, i);
      IntVector zero = IntVector.fromArray(I, zeroPoints, i);
      FloatVector shift = (FloatVector) zero.convert(VectorOperators.I2F, 0);
      FloatVector steps = zeroForNan(FloatVector.fromArray(F, values, from + i).div(scale));
      FloatVector least = FloatVector.broadcast(F, lowest).sub(shift);
      FloatVector most = FloatVector.broadcast(F, highest).sub(shift);
      IntVector rounded =
          steps.max(least).min(most).add(ROUNDING).reinterpretAsInts().sub(ROUNDING_BITS).add(zero);
      bytes(rounded).intoArray(codes, from + i);
    }
    for (int i = end; i < count; i++) {
      scalar.codes(values, from + i, codes, from + i, 1, scales[i], zeroPoints[i], lowest, highest);
    }
  }

  @Override
  protected void numbers(
      byte[] codes,
      int from,
      float[] values,
      int to,
      int count,
      float scale,
      int zeroPoint,
      boolean signed) {
    int end = count - count % LANES;
    for (int i = 0; i < end; i += LANES) {
      IntVector steps = ints(codes, from + i, signed).sub(zeroPoint);
      ((FloatVector) steps.convert(VectorOperators.I2F, 0)).mul(scale).intoArray(values, to + i);
    }
    scalar.numbers(codes, from + end, values, to + end, count - end, scale, zeroPoint, signed);
  }

  @Override
  protected void numbers(
      byte[] codes,
      int from,
      float[] values,
      int count,
      float[] scales,
      int[] zeroPoints,
      boolean signed) {
    int end = count - count % LANES;
    for (int i = 0; i < end; i += LANES) {
      IntVector steps = ints(codes, from + i, signed).sub(IntVector.fromArray(I, zeroPoints, i));
      ((FloatVector) steps.convert(VectorOperators.I2F, 0))
          .mul(FloatVector.fromArray(F, scales, i))
          .intoArray(values, from + i);
    }
    for (int i = end; i < count; i++) {
      scalar.numbers(codes, from + i, values, from + i, 1, scales[i], zeroPoints[i], signed);
    }
  }

  private static FloatVector zeroForNan(FloatVector numbers) {
    return numbers.blend(0f, numbers.test(VectorOperators.IS_NAN));
  }

  private static ByteVector bytes(IntVector codes) {
    return (ByteVector) codes.convertShape(VectorOperators.I2B, B, 0);
  }

  private static IntVector ints(byte[] codes, int from, boolean signed) {
    ByteVector narrow = ByteVector.fromArray(B, codes, from);
    IntVector wide = (IntVector) narrow.convertShape(VectorOperators.B2I, I, 0);
    return signed ? wide : wide.and(0xFF);
  }

  @Override
  protected void toFloat16(float[] values, int from, short[] halves, int to, int count) {
    int end = count - count % LANES;
    for (int i = 0; i < end; i += LANES) {
      IntVector bits = FloatVector.fromArray(F, values, from + i).reinterpretAsInts();
      shorts(float16(bits)).intoArray(halves, to + i);
    }
    scalar.toFloat16(values, from + end, halves, to + end, count - end);
  }

  /** The branches of the scalar conversion, all of them computed. */
  private static IntVector float16(IntVector bits) {
    IntVector magnitude = bits.and(0x7FFFFFFF);
    IntVector fraction = magnitude.lanewise(VectorOperators.LSHR, 13);
    IntVector finite = magnitude.min(OVERFLOW);
    IntVector even = finite.lanewise(VectorOperators.LSHR, 13).and(1);
    IntVector subnormal =
        magnitude.reinterpretAsFloats().add(0.5f).reinterpretAsInts().sub(0x3F000000);
    return finite
        .add(0xFFF - (112 << 23))
        .add(even)
        .lanewise(VectorOperators.LSHR, 13)
        .blend(subnormal, magnitude.lt(0x38800000))
        .blend(
            fraction.and(0x3FF).or(0x7E00), magnitude.compare(VectorOperators.GT, FLOAT_INFINITY))
        .or(bits.lanewise(VectorOperators.LSHR, 16).and(0x8000));
  }

  @Override
  protected void toBfloat16(float[] values, int from, short[] halves, int to, int count) {
    int end = count - count % LANES;
    for (int i = 0; i < end; i += LANES) {
      IntVector bits = FloatVector.fromArray(F, values, from + i).reinterpretAsInts();
      shorts(bfloat16(bits)).intoArray(halves, to + i);
    }
    scalar.toBfloat16(values, from + end, halves, to + end, count - end);
  }

  private static IntVector bfloat16(IntVector bits) {
    IntVector even = bits.lanewise(VectorOperators.LSHR, 16).and(1);
    return bits.add(0x7FFF)
        .add(even)
        .blend(bits.or(0x400000), bits.and(0x7FFFFFFF).compare(VectorOperators.GT, FLOAT_INFINITY))
        .lanewise(VectorOperators.LSHR, 16);
  }

  @Override
  protected void fromFloat16(short[] halves, int from, float[] values, int to, int count) {
    int end = count - count % LANES;
    for (int i = 0; i < end; i += LANES) {
      IntVector bits = ints(halves, from + i);
      IntVector magnitude = bits.and(0x7FFF);
      IntVector shifted = magnitude.lanewise(VectorOperators.LSHL, 13);
      FloatVector subnormal =
          ((FloatVector) magnitude.convert(VectorOperators.I2F, 0)).mul(0x1p-24f);
      IntVector number =
          shifted
              .add(112 << 23)
              .blend(subnormal.reinterpretAsInts(), magnitude.lt(0x400))
              .blend(shifted.or(FLOAT_INFINITY), magnitude.compare(VectorOperators.GE, 0x7C00));
      number
          .or(bits.and(0x8000).lanewise(VectorOperators.LSHL, 16))
          .reinterpretAsFloats()
          .intoArray(values, to + i);
    }
    scalar.fromFloat16(halves, from + end, values, to + end, count - end);
  }

  @Override
  protected void fromBfloat16(short[] halves, int from, float[] values, int to, int count) {
    int end = count - count % LANES;
    for (int i = 0; i < end; i += LANES) {
      ints(halves, from + i)
          .lanewise(VectorOperators.LSHL, 16)
          .reinterpretAsFloats()
          .intoArray(values, to + i);
    }
    scalar.fromBfloat16(halves, from + end, values, to + end, count - end);
  }

  private static ShortVector shorts(IntVector halves) {
    return (ShortVector) halves.convertShape(VectorOperators.I2S, S, 0);
  }

  private static IntVector ints(short[] halves, int from) {
    return (IntVector)
        ShortVector.fromArray(S, halves, from).convertShape(VectorOperators.S2I, I, 0);
  }
}
