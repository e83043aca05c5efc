package dev.brisk.cli.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.data.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

final class YoloxDecoderTest {
  /** An input of 64x32: 8x4 cells of 8 pixels, 4x2 of 16, 2x1 of 32; two classes. */
  private static final int CELLS = 32 + 8 + 2;

  private static final int VALUES = 7;

  private final float[] output = new float[CELLS * VALUES];

  private final Sample.Placement placement =
      new Sample.Placement(0.5, 0.5, new Sample.Size(128, 60), new Sample.Size(64, 32));

  @Test
  void decode_placesCellsOfEachStride() {
    set(8 + 3, 0.5f, 0.25f, 0, (float) Math.log(2), 0.5f, 0.8f, 0); // stride 8, row 1, column 3
    set(32 + 4, 0, 0, 0, 0, 1, 0, 0.5f); // stride 16, row 1, column 0
    set(40 + 1, 0, 0, 0, 0, 1, 0.25f, 0.5f); // stride 32, column 1
    List<Detection> found = new YoloxDecoder().decode(output, placement);
    assertThat(found).hasSize(4);
    assertThat(found.get(0).score()).isCloseTo(0.4, within(1e-6));
    // Centre (3.5, 1.25) * 8 = (28, 10), size 8 x 16, in pixels of an image twice as large.
    near(found.get(0).box(), Box.centered(56, 20, 16, 32));
    near(found.get(1).box(), Box.centered(0, 32, 32, 32));
    assertThat(found.get(1).type()).isEqualTo(1);
    near(found.get(3).box(), Box.centered(64, 0, 64, 64));
    assertThat(found.get(3).score()).isEqualTo(0.5);
  }

  @Test
  void decode_dropsScoresUpToOnePercent() {
    set(0, 0, 0, 0, 0, 0.1f, 0.09f, 0.11f);
    assertThat(new YoloxDecoder().decode(output, placement))
        .singleElement()
        .returns(1, Detection::type);
  }

  @Test
  void decode_refusesOutputOfAnotherSize() {
    assertThatThrownBy(() -> new YoloxDecoder().decode(new float[CELLS * VALUES + 1], placement))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("42 cells")
        .hasMessageContaining("has 295 values");
  }

  private void set(int cell, float... values) {
    System.arraycopy(values, 0, output, cell * VALUES, values.length);
  }

  private static void near(Box actual, Box expected) {
    assertThat(new double[] {actual.left(), actual.top(), actual.right(), actual.bottom()})
        .containsExactly(
            new double[] {expected.left(), expected.top(), expected.right(), expected.bottom()},
            within(1e-4));
  }
}
