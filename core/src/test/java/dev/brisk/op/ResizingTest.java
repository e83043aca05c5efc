package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import org.junit.jupiter.api.Test;

final class ResizingTest {
  private static final NdArray ROW = Call.floats(Shape.of(1, 4), 0, 1, 2, 3);
  private static final Attribute LINEAR = Attribute.of("mode", "linear");

  @Test
  void early_takesWholeSteps() {
    assertThat(Call.of("Resize", 10).on(ROW, Call.floats(1, 2)).floats())
        .containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
    assertThat(Call.of("Resize", 10).on(ROW, Call.floats(1, 0.75)).floats())
        .containsExactly(0, 2, 3);
    assertThat(Call.of("Resize", 10, LINEAR).on(ROW, Call.floats(1, 2)).floats())
        .containsExactly(0, 0.5f, 1, 1.5f, 2, 2.5f, 3, 3);
  }

  @Test
  void upsample_hasItsFactorsInThreePlaces() {
    NdArray image = Call.floats(Shape.of(1, 1, 1, 2), 1, 2);
    float[] wide = {1, 1, 2, 2};
    assertThat(Call.of("Upsample", 9).on(image, Call.floats(1, 1, 1, 2)).floats())
        .containsExactly(wide);
    Attribute scales = Attribute.of("scales", new float[] {1, 1, 1, 2});
    assertThat(Call.of("Upsample", 7, scales).on(image).floats()).containsExactly(wide);
    Attribute height = Attribute.of("height_scale", 1f);
    Attribute width = Attribute.of("width_scale", 2f);
    assertThat(Call.of("Upsample", 1, height, width).on(image).floats()).containsExactly(wide);
  }

  @Test
  void integers_areCutAndHeld() {
    NdArray bytes = NdArray.of(ElementType.UINT8, Shape.of(4), new int[] {0, 255, 255, 0});
    NdArray twice = Call.floats(2);
    assertThat(Call.of("Resize", 13, LINEAR).on(bytes, null, twice).ints())
        .containsExactly(0, 63, 191, 255, 255, 191, 63, 0);
    Attribute cubic = Attribute.of("mode", "cubic");
    assertThat(Call.of("Resize", 13, cubic).on(bytes, null, twice).ints()).contains(0, 255);
  }

  @Test
  void region_mayReachBeyondTheInput() {
    Attribute crop = Attribute.of("coordinate_transformation_mode", "tf_crop_and_resize");
    Attribute beyond = Attribute.of("extrapolation_value", 9f);
    NdArray region = Call.floats(0, 0, 1, 2);
    NdArray sizes = NdArray.vector(1, 3);
    assertThat(Call.of("Resize", 13, crop, beyond).on(ROW, region, null, sizes).floats())
        .containsExactly(0, 3, 9);
    assertThat(Call.of("Resize", 13, crop, beyond, LINEAR).on(ROW, region, null, sizes).floats())
        .containsExactly(0, 3, 9);
    NdArray same = NdArray.vector(1, 4);
    NdArray half = Call.floats(0, 0, 1, 0.5);
    assertThat(Call.of("Resize", 13, crop, LINEAR).on(ROW, half, null, same).floats())
        .containsExactly(0, 0.5f, 1, 1.5f);
  }

  @Test
  void aspect_isKept() {
    NdArray image = NdArray.zeros(ElementType.FLOAT32, Shape.of(1, 1, 4, 8));
    Attribute axes = Attribute.of("axes", new long[] {-2, -1});
    NdArray sizes = NdArray.vector(6, 6);
    Attribute smaller = Attribute.of("keep_aspect_ratio_policy", "not_larger");
    assertThat(Call.of("Resize", 19, axes, smaller).on(image, null, null, sizes))
        .hasToString("float32[1,1,3,6]");
    Attribute larger = Attribute.of("keep_aspect_ratio_policy", "not_smaller");
    assertThat(Call.of("Resize", 19, axes, larger).on(image, null, null, sizes))
        .hasToString("float32[1,1,6,12]");
  }

  @Test
  void texts_areNearest() {
    NdArray texts = NdArray.of(Shape.of(2), new String[] {"a", "b"});
    assertThat(Call.of("Resize", 13).on(texts, null, Call.floats(2)).strings())
        .containsExactly("a", "a", "b", "b");
  }

  @Test
  void empty_staysEmpty() {
    NdArray none = NdArray.zeros(ElementType.FLOAT32, Shape.of(0, 4));
    assertThat(Call.of("Resize", 13, LINEAR).on(none, null, Call.floats(1, 2)))
        .hasToString("float32[0,8]");
    assertThat(Call.of("Resize", 13).on(none, null, Call.floats(1, 2))).hasToString("float32[0,8]");
  }

  @Test
  void unknown_isRefused() {
    NdArray twice = Call.floats(1, 2);
    for (String name : new String[] {"mode", "nearest_mode", "coordinate_transformation_mode"}) {
      assertThatThrownBy(
              () -> Call.of("Resize", 13, Attribute.of(name, "odd")).on(ROW, null, twice))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'odd'");
    }
    assertThatThrownBy(() -> Call.of("Resize", 13).on(ROW, null, Call.floats(1, 2, 3)))
        .isInstanceOf(InvalidInputException.class);
  }
}
