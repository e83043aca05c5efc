package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtentTest {
  private static final int[] EDGES = {
    0,
    0x80000000,
    1,
    0x80000001,
    0x7F7FFFFF,
    0xFF7FFFFF,
    0x7F7FFFFE,
    0xFF7FFFFE,
    0x7F800000,
    0xFF800000,
    0x7F800001,
    0xFF800001,
    0x7FFFFFFF,
    0xFFFFFFFF
  };

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void extent_isThatOfAPlainLoop(int seed) {
    Random random = new Random(seed);
    int[] bits = new int[1 + random.nextInt(9000)];
    float largest = (float) Math.exp(10 * random.nextGaussian());
    for (int i = 0; i < bits.length; i++) {
      float value = (float) random.nextGaussian() * largest;
      bits[i] = Float.floatToRawIntBits(seed % 2 == 0 ? Math.max(0, value) : value);
    }
    assertPlain(bits);
    for (int edge : EDGES) {
      bits[random.nextInt(bits.length)] = edge;
      assertPlain(bits);
    }
  }

  @Test
  void extent_hasNeighboursOfItsEnds() {
    for (int low : EDGES) {
      for (int edge : EDGES) {
        int[] bits = new int[6000];
        Arrays.fill(bits, low);
        bits[5000] = edge;
        bits[5500] = low + 1;
        bits[5800] = low - 1;
        assertPlain(bits);
      }
    }
  }

  private static void assertPlain(int[] bits) {
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    long nans = 0;
    long infinities = 0;
    for (int one : bits) {
      float value = Float.intBitsToFloat(one);
      nans += Float.isNaN(value) ? 1 : 0;
      infinities += Float.isInfinite(value) ? 1 : 0;
      if (Float.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    FloatBuffer numbers = FloatBuffer.allocate(bits.length);
    for (int i = 0; i < bits.length; i++) {
      numbers.put(i, Float.intBitsToFloat(bits[i]));
    }
    Extent extent = Extent.of(numbers);
    assertThat(extent.nans()).isEqualTo(nans);
    assertThat(extent.infinities()).isEqualTo(infinities);
    assertThat(extent.isFinite()).isEqualTo(nans + infinities == 0);
    assertThat(extent.isEmpty()).isEqualTo(low > high);
    if (!extent.isEmpty()) {
      assertThat(extent.low()).isEqualTo(low);
      assertThat(extent.high()).isEqualTo(high);
    }
  }
}
