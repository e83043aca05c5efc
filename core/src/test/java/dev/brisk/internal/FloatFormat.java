package dev.brisk.internal;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A floating-point format by its definition, slow and plain: its values from the formula, its
 * rounding by looking for the nearest of them.
 *
 * @param greatest the code of the greatest number
 * @param infinity the code of infinity, or -1
 * @param nan the code that NaN becomes
 * @param oneZero whether the code of the negative zero is NaN
 * @param saturates whether what is out of range becomes the greatest number
 */
public record FloatFormat(
    String name,
    int exponentBits,
    int fractionBits,
    int bias,
    int greatest,
    int infinity,
    int nan,
    boolean oneZero,
    boolean saturates) {
  public static final FloatFormat FLOAT16 =
      new FloatFormat("float16", 5, 10, 15, 0x7BFF, 0x7C00, 0x7E00, false, false);
  public static final FloatFormat BFLOAT16 =
      new FloatFormat("bfloat16", 8, 7, 127, 0x7F7F, 0x7F80, 0x7FC0, false, false);
  public static final FloatFormat E4M3FN =
      new FloatFormat("float8e4m3fn", 4, 3, 7, 0x7E, -1, 0x7F, false, true);
  public static final FloatFormat E4M3FNUZ =
      new FloatFormat("float8e4m3fnuz", 4, 3, 8, 0x7F, -1, 0x80, true, true);
  public static final FloatFormat E5M2 =
      new FloatFormat("float8e5m2", 5, 2, 15, 0x7B, 0x7C, 0x7E, false, true);
  public static final FloatFormat E5M2FNUZ =
      new FloatFormat("float8e5m2fnuz", 5, 2, 16, 0x7F, -1, 0x80, true, true);
  public static final FloatFormat E2M1 =
      new FloatFormat("float4e2m1", 2, 1, 1, 0x7, -1, 0x7, false, true);

  public static Stream<FloatFormat> all() {
    return Stream.of(FLOAT16, BFLOAT16, E4M3FN, E4M3FNUZ, E5M2, E5M2FNUZ, E2M1);
  }

  /** The number of codes. */
  public int codes() {
    return 2 * sign();
  }

  public int sign() {
    return 1 << (exponentBits + fractionBits);
  }

  /** The value of a code; each fits a double. */
  public double value(int code) {
    int magnitude = code & (sign() - 1);
    double of = oneZero && code == sign() ? Double.NaN : magnitudeValue(magnitude);
    return code < sign() ? of : -of;
  }

  private double magnitudeValue(int magnitude) {
    if (magnitude > greatest) {
      return magnitude == infinity ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    int exponent = magnitude >> fractionBits;
    double fraction = (magnitude & ((1 << fractionBits) - 1)) / (double) (1 << fractionBits);
    return exponent == 0
        ? fraction * Math.pow(2, 1 - bias)
        : (1 + fraction) * Math.pow(2, exponent - bias);
  }

  /** The code that a number becomes; NaN is left to the caller. */
  public int nearest(boolean negative, BigDecimal magnitude) {
    BigDecimal[] values = Values.of(this);
    int above = Arrays.binarySearch(values, magnitude);
    if (above >= 0) {
      return signed(negative, above);
    }
    above = -above - 1;
    if (above == values.length) {
      return signed(negative, values.length - 1);
    }
    BigDecimal down = magnitude.subtract(values[above - 1]);
    BigDecimal up = values[above].subtract(magnitude);
    int side = down.compareTo(up);
    int code = side < 0 || side == 0 && above % 2 != 0 ? above - 1 : above;
    return signed(negative, code);
  }

  /** The code that infinity becomes. */
  public int infinite(boolean negative) {
    return signed(negative, greatest + 1);
  }

  private int signed(boolean negative, int magnitude) {
    int code = magnitude <= greatest || !saturates ? magnitude : greatest;
    return negative && !(code == 0 && oneZero) ? code | sign() : code;
  }

  @Override
  public String toString() {
    return name;
  }

  /** The finite magnitudes in order, and the one that would follow if the exponent had no end. */
  private static final class Values {
    private static final Map<FloatFormat, BigDecimal[]> CACHE = new ConcurrentHashMap<>();

    static BigDecimal[] of(FloatFormat format) {
      return CACHE.computeIfAbsent(format, Values::compute);
    }

    private static BigDecimal[] compute(FloatFormat format) {
      int last = format.greatest;
      BigDecimal[] values =
          IntStream.rangeClosed(0, last + 1)
              .mapToObj(code -> code <= last ? new BigDecimal(format.value(code)) : null)
              .toArray(BigDecimal[]::new);
      values[last + 1] = values[last].add(values[last].subtract(values[last - 1]));
      return values;
    }
  }
}
