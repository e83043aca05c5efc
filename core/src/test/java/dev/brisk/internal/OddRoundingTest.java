package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.brisk.ElementType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OddRoundingTest {
  private static final long SEED = 7;

  private static LongStream longs() {
    SplittableRandom random = new SplittableRandom(SEED);
    LongStream shifted = random.longs(30_000).map(bits -> bits >> (bits & 63));
    return LongStream.concat(
        shifted,
        LongStream.of(
            0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, -Long.MAX_VALUE, 1L << 53, (1L << 53) + 1));
  }

  @Test
  void longs_areCutTowardsZeroAndMarked() {
    longs()
        .forEach(
            value -> {
              double odd = OddRounding.toDouble(value);
              checkOdd(new BigDecimal(value), odd);
            });
  }

  @Test
  void unsignedLongs_areCutAndMarked() {
    longs()
        .forEach(
            value -> {
              BigDecimal exact = new BigDecimal(unsigned(value));
              checkOdd(exact, OddRounding.unsignedToDouble(value));
              if (OddRounding.nearestUnsigned(value) != exact.doubleValue()) {
                fail("the nearest of %s", exact);
              }
            });
  }

  private static void checkOdd(BigDecimal exact, double odd) {
    BigDecimal error = exact.subtract(new BigDecimal(odd)).abs();
    boolean marked = (Double.doubleToRawLongBits(odd) & 1) == 1;
    boolean near = error.compareTo(new BigDecimal(Math.ulp(odd))) < 0;
    if (error.signum() != 0 && !(marked && near)) {
      fail("%s became %s", exact, odd);
    }
  }

  @Test
  void doubles_areCutTowardsZeroAndMarked() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < 50_000; i++) {
      int exponent = random.nextInt(-160, 130);
      double value = Math.scalb(random.nextDouble(-2, 2), exponent);
      float odd = OddRounding.toFloat(value);
      boolean marked = (Float.floatToRawIntBits(odd) & 1) == 1;
      boolean sameSign = Math.signum(odd) == Math.signum(value);
      boolean near =
          Math.nextDown(Math.abs(odd)) < Math.abs(value)
              && Math.abs(value) < Math.nextUp(Math.abs(odd));
      if (odd != value && !(marked && sameSign && near)) {
        fail("%s became %s", value, odd);
      }
    }
    assertThat(OddRounding.toFloat(Double.MAX_VALUE)).isEqualTo(Float.MAX_VALUE);
    assertThat(OddRounding.toFloat(-Double.MIN_VALUE)).isEqualTo(-Float.MIN_VALUE);
    assertThat(OddRounding.toFloat(Double.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(OddRounding.toFloat(Double.NaN)).isNaN();
  }

  @Test
  void integers_areTheNearestOrTheEnds() {
    SplittableRandom random = new SplittableRandom(SEED);
    BigDecimal end = new BigDecimal(BigInteger.ONE.shiftLeft(64));
    for (int i = 0; i < 30_000; i++) {
      double value = Math.scalb(random.nextDouble(), random.nextInt(-2, 67));
      BigDecimal rounded = new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN);
      BigDecimal expected = rounded.min(end.subtract(BigDecimal.ONE));
      long actual = IntegerRange.round(ElementType.UINT64, value);
      if (new BigDecimal(unsigned(actual)).compareTo(expected) != 0) {
        fail("%s became %s", value, unsigned(actual));
      }
    }
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }
}
