package dev.brisk.internal.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HalfBytesTest {
  @ParameterizedTest(name = "signed {0}")
  @ValueSource(booleans = {true, false})
  void codesOfAnyNumber_comeBackAndTouchNothingElse(boolean signed) {
    Random random = new Random(3);
    for (int count = 0; count <= 40; count++) {
      byte[] codes = new byte[count];
      for (int i = 0; i < count; i++) {
        codes[i] = (byte) (random.nextInt(16) - (signed ? 8 : 0));
      }
      byte[] packed = new byte[3 + (count + 1) / 2 + 1];
      packed[2] = 77;
      packed[packed.length - 1] = 77;

      HalfBytes.pack(codes, count, packed, 3);

      assertThat(packed[2]).isEqualTo((byte) 77);
      assertThat(packed[packed.length - 1]).isEqualTo((byte) 77);
      for (int i = 0; i < count; i++) {
        assertThat(packed[3 + i / 2] >> (i % 2 * 4) & 0xF).isEqualTo(codes[i] & 0xF);
      }
      if (count % 2 == 1) {
        assertThat(packed[3 + count / 2] & 0xF0).isZero();
      }
      byte[] back = new byte[count + 1];
      HalfBytes.unpack(packed, 3, back, count, signed);
      assertThat(Arrays.copyOf(back, count)).isEqualTo(codes);
      assertThat(back[count]).isZero();
    }
  }
}
