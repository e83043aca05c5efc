package dev.brisk.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResizeTest {
  @Test
  void to_sameSizeIsTheSame() {
    Pixels image = new Pixels(2, 1, 1, bytes(3, 200));
    assertThat(Resize.to(image, 2, 1)).isSameAs(image);
  }

  @Test
  void to_halfWithFourPixelsWeighsNeighboursToo() {
    // Centre 1 between pixels centred at 0.5, 1.5, 2.5: weights 0.75, 0.75, 0.25 of 1.75.
    Pixels half = Resize.to(new Pixels(4, 1, 1, bytes(0, 70, 140, 210)), 2, 1);
    assertThat(half.data()).isEqualTo(bytes(50, 160));
  }

  @Test
  void to_doubleInterpolates() {
    Pixels twice = Resize.to(new Pixels(2, 1, 1, bytes(0, 100)), 4, 1);
    assertThat(twice.data()).isEqualTo(bytes(0, 25, 75, 100));
  }

  @Test
  void to_onePixelIsTheMean() {
    Pixels one = Resize.to(new Pixels(2, 2, 1, bytes(10, 20, 30, 40)), 1, 1);
    assertThat(one.data()).isEqualTo(bytes(25));
  }

  @Test
  void to_keepsChannelsApart() {
    Pixels image = new Pixels(2, 1, 3, bytes(0, 50, 255, 100, 50, 255));
    assertThat(Resize.to(image, 1, 1).data()).isEqualTo(bytes(50, 50, 255));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void to_keepsEvenColourAtAnySize(long seed) {
    Random random = new Random(seed);
    byte[] data = new byte[(1 + random.nextInt(40)) * 7 * 3];
    Arrays.fill(data, (byte) random.nextInt(256));
    Pixels image = new Pixels(7, data.length / 21, 3, data);
    Pixels resized = Resize.to(image, 1 + random.nextInt(50), 1 + random.nextInt(50));
    assertThat(resized.data())
        .hasSize(resized.width() * resized.height() * 3)
        .containsOnly(data[0]);
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
