package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The codes of every format against {@link FloatFormat}. */
final class NumberFormatsTest {
  private static final long SEED = 20260117;

  static Stream<Arguments> formats() {
    return Stream.of(
        format(
            FloatFormat.FLOAT16,
            code -> Float16.toFloat((short) code),
            value -> Float16.fromFloat(value) & 0xFFFF),
        format(
            FloatFormat.BFLOAT16,
            code -> BFloat16.toFloat((short) code),
            value -> BFloat16.fromFloat(value) & 0xFFFF),
        format(FloatFormat.E4M3FN, SmallFloat.E4M3FN::toFloat, SmallFloat.E4M3FN::fromFloat),
        format(FloatFormat.E4M3FNUZ, SmallFloat.E4M3FNUZ::toFloat, SmallFloat.E4M3FNUZ::fromFloat),
        format(FloatFormat.E5M2, SmallFloat.E5M2::toFloat, SmallFloat.E5M2::fromFloat),
        format(FloatFormat.E5M2FNUZ, SmallFloat.E5M2FNUZ::toFloat, SmallFloat.E5M2FNUZ::fromFloat),
        format(FloatFormat.E2M1, SmallFloat.E2M1::toFloat, SmallFloat.E2M1::fromFloat));
  }

  private static Arguments format(
      FloatFormat format, IntFunction<Float> decode, ToIntFunction<Float> encode) {
    return Arguments.of(format, decode, encode);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void everyCode_hasTheValueOfTheFormula(
      FloatFormat format, IntFunction<Float> decode, ToIntFunction<Float> encode) {
    for (int code = 0; code < format.codes(); code++) {
      float value = decode.apply(code);
      if (Float.compare(value, (float) format.value(code)) != 0) {
        fail("code %x gives %s, not %s", code, value, format.value(code));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void everyCode_survivesTheRoundTrip(
      FloatFormat format, IntFunction<Float> decode, ToIntFunction<Float> encode) {
    for (int code = 0; code < format.codes(); code++) {
      float value = decode.apply(code);
      int back = encode.applyAsInt(value);
      boolean kept = Float.isNaN(value) ? Float.isNaN(decode.apply(back)) : back == code;
      if (!kept && !(Float.isInfinite(value) && format.saturates())) {
        fail("code %x, which is %s, became %x", code, value, back);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void betweenTheCodes_theNearestIsTakenAndTheEvenOneOfTwo(
      FloatFormat format, IntFunction<Float> decode, ToIntFunction<Float> encode) {
    for (int code = 0; code < format.greatest(); code++) {
      float middle = (float) ((format.value(code) + format.value(code + 1)) / 2);
      check(format, encode, middle);
      check(format, encode, -middle);
      check(format, encode, Math.nextUp(middle));
      check(format, encode, Math.nextDown(middle));
    }
  }

  @ParameterizedTest(name = "{0} of seed " + SEED)
  @MethodSource("formats")
  void anyFloat_becomesTheNearest(
      FloatFormat format, IntFunction<Float> decode, ToIntFunction<Float> encode) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 40_000; i++) {
      check(format, encode, Float.intBitsToFloat(random.nextInt()));
    }
    int exponents = 1 << format.exponentBits();
    for (int i = 0; i < 40_000; i++) {
      int exponent = random.nextInt(exponents + 4) - format.bias() - format.fractionBits();
      check(format, encode, Math.scalb((float) random.nextDouble(-2, 2), exponent));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void edges_roundAsDefined(
      FloatFormat format, IntFunction<Float> decode, ToIntFunction<Float> encode) {
    float greatest = (float) format.value(format.greatest());
    float[] edges = {0f, Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, greatest};
    for (float edge : edges) {
      for (float near : new float[] {edge, Math.nextUp(edge), Math.nextDown(edge)}) {
        check(format, encode, near);
        check(format, encode, -near);
      }
    }
    assertThat(encode.applyAsInt(Float.POSITIVE_INFINITY)).isEqualTo(format.infinite(false));
    assertThat(encode.applyAsInt(Float.NEGATIVE_INFINITY)).isEqualTo(format.infinite(true));
    assertThat(encode.applyAsInt(Float.NaN)).isEqualTo(format.nan());
  }

  private static void check(FloatFormat format, ToIntFunction<Float> encode, float value) {
    if (!Float.isFinite(value)) {
      return;
    }
    boolean negative = Float.floatToRawIntBits(value) < 0;
    int expected = format.nearest(negative, new BigDecimal(Math.abs(value)));
    int actual = encode.applyAsInt(value);
    if (actual != expected) {
      fail("%s (%s) became %x, not %x", value, Float.toHexString(value), actual, expected);
    }
  }

  @Test
  void nansOfFloat_stayNans() {
    for (int fraction = 1; fraction < 1 << 23; fraction = fraction * 3 + 1) {
      for (int sign : new int[] {0, 0x80000000}) {
        float nan = Float.intBitsToFloat(sign | 0x7F800000 | fraction);
        assertThat(Float16.toFloat(Float16.fromFloat(nan))).isNaN();
        assertThat(BFloat16.toFloat(BFloat16.fromFloat(nan))).isNaN();
        assertThat(SmallFloat.E4M3FN.toFloat(SmallFloat.E4M3FN.fromFloat(nan))).isNaN();
      }
    }
  }

  @Test
  void powersOfTwo_areTheirExponents() {
    for (int code = 0; code < 0xFF; code++) {
      float value = (float) Math.pow(2, code - 127);
      assertThat(Float8E8M0.toFloat(code)).isEqualTo(value);
      assertThat(Float8E8M0.fromFloat(value)).isEqualTo(code);
      assertThat(Float8E8M0.fromFloat(Math.nextUp(value))).isEqualTo(Math.min(code + 1, 0xFE));
      assertThat(Float8E8M0.fromFloat(Math.nextDown(value))).isEqualTo(code);
    }
    assertThat(Float8E8M0.toFloat(0xFF)).isNaN();
  }

  @Test
  void beyondPowersOfTwo_saturatesOrIsNan() {
    assertThat(Float8E8M0.fromFloat(0f)).isZero();
    assertThat(Float8E8M0.fromFloat(-0f)).isZero();
    assertThat(Float8E8M0.fromFloat(Float.MIN_VALUE)).isZero();
    assertThat(Float8E8M0.fromFloat(Float.MAX_VALUE)).isEqualTo(0xFE);
    assertThat(Float8E8M0.fromFloat(Float.POSITIVE_INFINITY)).isEqualTo(0xFE);
    assertThat(Float8E8M0.fromFloat(Float.NaN)).isEqualTo(0xFF);
    assertThat(Float8E8M0.fromFloat(-1f)).isEqualTo(0xFF);
  }
}
