package dev.brisk.quantization.int4.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.quantization.arithmetic.Affine;
import org.junit.jupiter.api.Test;

final class PackingTest {
  @Test
  void fourBits_takeTheLowHalfFirst_andEachRowBeginsWithAByte() {
    int[][] rows = {{1, 2, 3}, {15, 0, 9}};
    assertThat(Packing.rows(2, 3, 4, (row, i) -> rows[row][i]))
        .containsExactly(0x21, 0x03, 0x0F, 0x09);
  }

  @Test
  void negativeCodes_keepTheirLowBits() {
    assertThat(Packing.rows(1, 2, 4, (row, i) -> i == 0 ? -8 : -1)).containsExactly(0xF8);
    assertThat(Packing.rows(1, 2, 8, (row, i) -> i == 0 ? -8 : 200)).containsExactly(-8, 200);
  }

  @Test
  void codes_standForTheNumbersOfTheirLines() {
    BlockCodes codes = new BlockCodes(new Grid(4, 16, false), 17, 1);
    float[] first = new float[16];
    first[3] = 1.5f;
    first[5] = -0.25f;
    codes.set(0, 0, first, new Affine(0.25f, 2));
    codes.set(0, 1, new float[] {4}, new Affine(2, 0));
    float[] decoded = new float[17];
    codes.decode(0, decoded);
    assertThat(codes.code(0, 3)).isEqualTo(8);
    assertThat(codes.code(0, 5)).isEqualTo(1);
    assertThat(decoded[3]).isEqualTo(1.5f);
    assertThat(decoded[5]).isEqualTo(-0.25f);
    assertThat(decoded[4]).isZero();
    assertThat(decoded[16]).isEqualTo(4);
  }
}
