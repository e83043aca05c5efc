package dev.brisk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.brisk.internal.FloatFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every numeric type to every other, against exact arithmetic. */
final class TensorConversionTest {
  private static final long SEED = 4711;
  private static final int COUNT = 401; // odd, so that the last packed byte is not full

  static Stream<ElementType> numeric() {
    return Arrays.stream(ElementType.values())
        .filter(type -> type.isFloat() || type.isInteger() || type == ElementType.BOOL);
  }

  @ParameterizedTest(name = "{0} of seed " + SEED)
  @MethodSource("numeric")
  void to_givesTheNearestOfEveryType(ElementType from) {
    BigInteger[] codes = codes(from);
    Tensor tensor = Tensor.ofBytes(from, pack(from, codes), COUNT);
    numeric().filter(to -> to != from).forEach(to -> checkConversion(from, codes, tensor, to));
  }

  private static void checkConversion(
      ElementType from, BigInteger[] codes, Tensor tensor, ElementType to) {
    Tensor made = tensor.to(to);
    assertThat(made.elementType()).isEqualTo(to);
    assertThat(made.shape()).isEqualTo(tensor.shape());
    BigInteger[] actual = unpack(to, made.toByteArray());
    for (int i = 0; i < COUNT; i++) {
      Exact value = Exact.of(from, codes[i]);
      BigInteger expected = value.as(to);
      if (expected != null && !expected.equals(actual[i])) {
        fail(
            "%s %s to %s: %s, not %s",
            from, value, to, actual[i].toString(16), expected.toString(16));
      }
    }
  }

  @ParameterizedTest(name = "{0} of seed " + SEED)
  @MethodSource("numeric")
  void arrays_holdTheNearestOfEachElement(ElementType type) {
    BigInteger[] codes = codes(type);
    Tensor tensor = Tensor.ofBytes(type, pack(type, codes), COUNT);
    float[] floats = tensor.toFloatArray();
    double[] doubles = tensor.toDoubleArray();
    assertThat(floats).hasSize(COUNT);
    assertThat(doubles).hasSize(COUNT);
    for (int i = 0; i < COUNT; i++) {
      Exact value = Exact.of(type, codes[i]);
      if (Float.compare(floats[i], value.toFloat()) != 0
          || Double.compare(doubles[i], value.toDouble()) != 0) {
        fail("%s %s became %s and %s", type, value, floats[i], doubles[i]);
      }
    }
  }

  @ParameterizedTest(name = "{0} of seed " + SEED)
  @MethodSource("numeric")
  void integerArrays_holdEachElementOrAreRefused(ElementType type) {
    BigInteger[] codes = codes(type);
    Tensor tensor = Tensor.ofBytes(type, pack(type, codes), COUNT);
    if (type.isFloat()) {
      assertThatThrownBy(tensor::toLongArray)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("integer")
          .hasMessageContaining("to(...)");
      return;
    }
    long[] longs = tensor.toLongArray();
    for (int i = 0; i < COUNT; i++) {
      assertThat(longs[i]).isEqualTo(Exact.of(type, codes[i]).number.longValue());
    }
    if (type.bits() < 32 || type == ElementType.INT32) {
      assertThat(tensor.toIntArray())
          .isEqualTo(Arrays.stream(longs).mapToInt(Math::toIntExact).toArray());
    } else {
      assertThatThrownBy(tensor::toIntArray)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("does not fit an int");
    }
  }

  @Test
  void uint64_isReadUnsigned() {
    Tensor tensor = Tensor.of(new long[] {-1, Long.MIN_VALUE}, 2);
    Tensor unsigned = Tensor.ofBytes(ElementType.UINT64, tensor.toByteArray(), 2);
    assertThat(unsigned.toDoubleArray()).containsExactly(0x1p64, 0x1p63);
    assertThat(unsigned.toFloatArray()).containsExactly(0x1p64f, 0x1p63f);
    assertThat(unsigned.toLongArray()).containsExactly(-1, Long.MIN_VALUE);
    assertThatThrownBy(unsigned::toIntArray).hasMessageContaining("18446744073709551615");
  }

  @Test
  void longsJustAboveATie_roundOnce() {
    // As a float or double first, it would be the tie itself, and go down to the even.
    long aboveTie = (1L << 62) + (1L << 54) + 1;
    Tensor tensor = Tensor.of(new long[] {aboveTie}, 1);
    assertThat(tensor.to(ElementType.BFLOAT16).toDoubleArray()).containsExactly(0x1p62 + 0x1p55);
    double aboveHalf = 1 + 0x1p-11 + 0x1p-40;
    assertThat(Tensor.of(new double[] {aboveHalf}, 1).to(ElementType.FLOAT16).toDoubleArray())
        .containsExactly(1 + 0x1p-10);
  }

  @Test
  void floatsToIntegers_roundHalfToEvenAndSaturate() {
    float[] values = {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 127.5f, 128, -129, 1e20f, -1e20f, Float.NaN};
    Tensor tensor = Tensor.of(values, values.length);
    assertThat(tensor.to(ElementType.INT8).toIntArray())
        .containsExactly(0, 2, 2, 0, -2, 127, 127, -128, 127, -128, 0);
    assertThat(tensor.to(ElementType.UINT8).toIntArray())
        .containsExactly(0, 2, 2, 0, 0, 128, 128, 0, 255, 0, 0);
    assertThat(tensor.to(ElementType.UINT4).toIntArray())
        .containsExactly(0, 2, 2, 0, 0, 15, 15, 0, 15, 0, 0);
  }

  @Test
  void integersToNarrowerIntegers_keepTheLowBits() {
    Tensor tensor = Tensor.of(new int[] {200, -1, 256, 7}, 4);
    assertThat(tensor.to(ElementType.INT8).toIntArray()).containsExactly(-56, -1, 0, 7);
    assertThat(tensor.to(ElementType.UINT8).toIntArray()).containsExactly(200, 255, 0, 7);
    assertThat(tensor.to(ElementType.INT2).toIntArray()).containsExactly(0, -1, 0, -1);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLEX64", "COMPLEX128", "STRING"})
  void typesThatAreNoNumbers_areRefusedBothWays(ElementType type) {
    Tensor numbers = Tensor.of(new float[] {1}, 1);
    Tensor others = Tensor.allocate(type, Shape.of(1));
    assertThatThrownBy(() -> numbers.to(type))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(type.toString());
    assertThatThrownBy(() -> others.to(ElementType.FLOAT32))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(type.toString());
    assertThatThrownBy(others::toFloatArray)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(type.toString());
  }

  @Test
  void manyElements_areConvertedAcrossBlocks() {
    float[] values = new float[10_007];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 251 - 100;
    }
    Tensor tensor = Tensor.of(values, values.length);
    assertThat(tensor.to(ElementType.FLOAT16).toFloatArray()).isEqualTo(values);
    assertThat(
            tensor
                .to(ElementType.FLOAT64)
                .to(ElementType.INT64)
                .to(ElementType.BFLOAT16)
                .toFloatArray())
        .isEqualTo(values);
    assertThat(tensor.toDoubleArray()[10_006]).isEqualTo(values[10_006]);
  }

  /** Bits of elements: the ends and the middle of the range, then any. */
  private static BigInteger[] codes(ElementType type) {
    SplittableRandom random = new SplittableRandom(SEED + type.ordinal());
    List<BigInteger> codes = new ArrayList<>();
    BigInteger all = BigInteger.ONE.shiftLeft(type == ElementType.BOOL ? 1 : type.bits());
    BigInteger half = all.shiftRight(1);
    for (int i = -3; i <= 3; i++) {
      codes.add(half.add(BigInteger.valueOf(i)).mod(all));
      codes.add(BigInteger.valueOf(i).mod(all));
    }
    while (codes.size() < COUNT / 2) {
      codes.add(new BigInteger(Long.toUnsignedString(random.nextLong())).mod(all));
    }
    while (codes.size() < COUNT) {
      codes.add(moderate(type, random.nextDouble(-300, 300), random).mod(all));
    }
    return codes.toArray(BigInteger[]::new);
  }

  /** The bits of a number near those that narrow types hold. */
  private static BigInteger moderate(ElementType type, double value, SplittableRandom random) {
    double halves = Math.rint(value * 2) / 2;
    double number = random.nextBoolean() ? value : halves;
    return switch (type) {
      case FLOAT32 -> BigInteger.valueOf(Float.floatToRawIntBits((float) number));
      case FLOAT64 -> BigInteger.valueOf(Double.doubleToRawLongBits(number));
      default -> BigInteger.valueOf((long) value);
    };
  }

  private static byte[] pack(ElementType type, BigInteger[] codes) {
    BigInteger all = BigInteger.ZERO;
    for (int i = 0; i < codes.length; i++) {
      all = all.or(codes[i].shiftLeft(i * type.bits()));
    }
    byte[] bytes = new byte[(codes.length * type.bits() + 7) / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = all.shiftRight(8 * i).byteValue();
    }
    return toNative(type, bytes);
  }

  private static BigInteger[] unpack(ElementType type, byte[] packed) {
    byte[] bytes = toNative(type, packed);
    BigInteger mask = BigInteger.ONE.shiftLeft(type.bits()).subtract(BigInteger.ONE);
    BigInteger[] codes = new BigInteger[COUNT];
    for (int i = 0; i < COUNT; i++) {
      int first = i * type.bits() / 8;
      int width = Math.max(1, type.bits() / 8);
      BigInteger code = BigInteger.ZERO;
      for (int b = width - 1; b >= 0; b--) {
        code = code.shiftLeft(8).or(BigInteger.valueOf(bytes[first + b] & 0xFF));
      }
      codes[i] = code.shiftRight(i * type.bits() % 8).and(mask);
    }
    return codes;
  }

  private static byte[] toNative(ElementType type, byte[] bytes) {
    int width = Math.max(1, type.bits() / 8);
    if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
      return bytes;
    }
    ByteBuffer swapped = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      swapped.put(bytes[i / width * width + width - 1 - i % width]);
    }
    return swapped.array();
  }

  /** The value of an element: a number, or one of the special ones of floats. */
  private record Exact(BigDecimal number, double special, boolean negative, boolean fromFloat) {
    static Exact of(ElementType type, BigInteger code) {
      if (type == ElementType.BOOL) {
        return new Exact(new BigDecimal(code), 0, false, false);
      } else if (type.isInteger()) {
        boolean signed = type.name().startsWith("INT");
        BigInteger value =
            signed && code.testBit(type.bits() - 1)
                ? code.subtract(BigInteger.ONE.shiftLeft(type.bits()))
                : code;
        return new Exact(new BigDecimal(value), 0, value.signum() < 0, false);
      }
      double value = floatValue(type, code);
      boolean negative = Double.doubleToRawLongBits(value) < 0;
      return Double.isFinite(value)
          ? new Exact(new BigDecimal(value), 0, negative, true)
          : new Exact(BigDecimal.ZERO, value, negative, true);
    }

    private static double floatValue(ElementType type, BigInteger code) {
      return switch (type) {
        case FLOAT32 -> Float.intBitsToFloat(code.intValue());
        case FLOAT64 -> Double.longBitsToDouble(code.longValue());
        case FLOAT8E8M0 -> code.intValue() == 255 ? Double.NaN : Math.pow(2, code.intValue() - 127);
        default -> format(type).value(code.intValue());
      };
    }

    static FloatFormat format(ElementType type) {
      return FloatFormat.all()
          .filter(format -> format.name().equals(type.toString()))
          .findFirst()
          .orElseThrow();
    }

    boolean isSpecial() {
      return special != 0;
    }

    double toDouble() {
      return isSpecial() ? special : negative ? -number.abs().doubleValue() : number.doubleValue();
    }

    float toFloat() {
      return isSpecial()
          ? (float) special
          : negative ? -number.abs().floatValue() : number.floatValue();
    }

    /** The bits as another type; null for the many of NaN. */
    BigInteger as(ElementType type) {
      if (type == ElementType.BOOL) {
        return isSpecial() || number.signum() != 0 ? BigInteger.ONE : BigInteger.ZERO;
      } else if (type.isInteger()) {
        return integer(type);
      } else if (type == ElementType.FLOAT32) {
        return Double.isNaN(special) ? null : bits(Float.floatToRawIntBits(toFloat()), 32);
      } else if (type == ElementType.FLOAT64) {
        return Double.isNaN(special) ? null : bits(Double.doubleToRawLongBits(toDouble()), 64);
      } else if (type == ElementType.FLOAT8E8M0) {
        return BigInteger.valueOf(power());
      }
      FloatFormat format = format(type);
      if (Double.isNaN(special)) {
        return format.saturates() && format.oneZero() ? BigInteger.valueOf(format.nan()) : null;
      }
      return BigInteger.valueOf(
          isSpecial() ? format.infinite(negative) : format.nearest(negative, number.abs()));
    }

    private int power() {
      if (Double.isNaN(special) || negative && (isSpecial() || number.signum() != 0)) {
        return 255;
      }
      int code = 0;
      while (code < 254
          && (isSpecial() || new BigDecimal(Math.pow(2, code - 127)).compareTo(number) < 0)) {
        code++;
      }
      return code;
    }

    private BigInteger integer(ElementType type) {
      boolean signed = type.name().startsWith("INT");
      BigInteger size = BigInteger.ONE.shiftLeft(type.bits());
      BigInteger least = signed ? size.shiftRight(1).negate() : BigInteger.ZERO;
      BigInteger greatest = least.add(size).subtract(BigInteger.ONE);
      if (isSpecial()) {
        BigInteger end = negative ? least : greatest;
        return (Double.isNaN(special) ? BigInteger.ZERO : end).mod(size);
      }
      BigInteger whole = number.setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact();
      return (fromFloat ? whole.max(least).min(greatest) : whole).mod(size);
    }

    private static BigInteger bits(long bits, int width) {
      return BigInteger.valueOf(bits).mod(BigInteger.ONE.shiftLeft(width));
    }
  }
}
