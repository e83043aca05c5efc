package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NormalizationsTest {
  private static final NdArray CUBE = Call.floats(Shape.of(1, 2, 2), 0, 0, 0, 0);

  @Test
  void softmax_flattensBefore13() {
    assertThat(Call.of("Softmax", 11).on(CUBE).floats()).containsOnly(0.25f);
    assertThat(Call.of("Softmax", 13).on(CUBE).floats()).containsOnly(0.5f);
    assertThat(Call.of("Softmax", 11, Attribute.of("axis", 3)).on(CUBE).floats()).containsOnly(1);
  }

  @Test
  void softmax_takesAxesFromTheEndAndSingles() {
    Attribute axis = Attribute.of("axis", -3);
    assertThat(Call.of("Softmax", 13, axis).on(CUBE).floats()).containsOnly(1);
    NdArray single = NdArray.scalar(ElementType.FLOAT64, 3);
    assertThat(Call.of("Softmax", 13).on(single).doubles()).containsExactly(1);
    assertThat(Call.of("LogSoftmax", 13).on(single).doubles()).containsExactly(0);
    assertThatThrownBy(() -> Call.of("Softmax", 13, Attribute.of("axis", 3)).on(CUBE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-3 to 2, but is 3");
  }

  @Test
  void softmax_ofInfinitiesIsFinite() {
    NdArray input = Call.floats(Double.NEGATIVE_INFINITY, 1000, 1000);
    assertThat(Call.of("Softmax", 13).on(input).floats()).containsExactly(0, 0.5f, 0.5f);
    assertThat(Call.of("Hardmax", 13).on(input).floats()).containsExactly(0, 1, 0);
  }

  @Test
  void layerNormalization_tellsItsStatistics() {
    NdArray input = Call.floats(Shape.of(1, 2), 1, 3);
    Attribute epsilon = Attribute.of("epsilon", 0f);
    List<? extends Datum> given =
        Call.of("LayerNormalization", 17, epsilon)
            .all(3, input, Call.floats(2, 4), Call.floats(1, 0));
    assertThat(((NdArray) given.get(0)).floats()).containsExactly(-1, 4);
    assertThat(((NdArray) given.get(1)).floats()).containsExactly(2);
    assertThat(given.get(2)).hasToString("float32[1,1]");
    Call simplified = Call.of("SimplifiedLayerNormalization", 17, epsilon);
    float[] byRoot = simplified.on(input, Call.floats(1, 1)).floats();
    assertThat(byRoot[1]).isCloseTo((float) (3 / Math.sqrt(5)), within(1e-6f));
  }

  @Test
  void batchNormalization_isByChannelOfAnyRank() {
    NdArray four = Call.floats(0, 0, 0, 4);
    NdArray input = Call.floats(Shape.of(2, 4), 1, 2, 3, 4, 5, 6, 7, 8);
    NdArray ones = Call.floats(1, 1, 1, 1);
    Call call = Call.of("BatchNormalization", 15, Attribute.of("epsilon", 0f));
    assertThat(call.on(input, ones, four, four, ones).floats())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    NdArray empty = NdArray.zeros(ElementType.FLOAT32, Shape.of(0, 4, 2));
    assertThat(call.on(empty, ones, four, four, ones)).hasToString("float32[0,4,2]");
  }

  @Test
  void groupNormalization_scalesByGroupBefore21() {
    NdArray input = Call.floats(Shape.of(1, 4, 1), 1, 3, 1, 3);
    NdArray scales = Call.floats(1, 2);
    Call call =
        Call.of(
            "GroupNormalization", 18, Attribute.of("num_groups", 2), Attribute.of("epsilon", 0f));
    assertThat(call.on(input, scales, Call.floats(0, 0)).floats()).containsExactly(-1, 1, -2, 2);
  }

  @Test
  void lpNormalization_ofZerosIsZero() {
    NdArray zeros = Call.floats(Shape.of(1, 2), 0, 0);
    assertThat(Call.of("LpNormalization", 22).on(zeros).floats()).containsExactly(0, 0);
  }

  @Test
  void skipLayerNormalization_givesTheSum() {
    NdArray input = Call.floats(Shape.of(2, 1, 2), 0, 1, 0, 1);
    NdArray skip = Call.floats(Shape.of(1, 2), 1, 2);
    NdArray ones = Call.floats(1, 1);
    List<? extends Datum> given =
        Call.microsoft("SkipLayerNormalization").all(4, input, skip, ones, null, ones);
    assertThat(((NdArray) given.get(0)).floats()).containsExactly(-1, 1, -1, 1);
    assertThat(((NdArray) given.get(3)).floats()).containsExactly(2, 4, 2, 4);
    assertThat(given.get(1)).hasToString("float32[2,1,1]");
  }

  @Test
  void embedLayerNormalization_addsPositionsAndCountsTheMask() {
    NdArray words = Call.floats(Shape.of(2, 2), 0, 0, 0, 2);
    NdArray places = Call.floats(Shape.of(2, 2), 1, 1, 0, 1);
    NdArray ids = NdArray.of(ElementType.INT32, Shape.of(1, 2), new int[] {1, 0});
    NdArray mask = NdArray.of(ElementType.INT32, Shape.of(1, 2), new int[] {1, 0});
    NdArray ones = Call.floats(1, 1);
    NdArray zeros = Call.floats(0, 0);
    List<? extends Datum> given =
        Call.microsoft("EmbedLayerNormalization")
            .all(3, ids, null, words, places, null, ones, zeros, mask);
    assertThat(((NdArray) given.get(0)).floats()).containsExactly(-1, 1, -1, 1);
    assertThat(((NdArray) given.get(1)).ints()).containsExactly(1);
    assertThat(((NdArray) given.get(2)).floats()).containsExactly(1, 3, 0, 1);
  }
}
