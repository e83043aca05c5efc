package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operators that pick, place and repeat elements. */
final class MovesTest {
  private static final NdArray ROW = Call.floats(1, 2, 3);
  private static final NdArray TEXTS = NdArray.of(Shape.of(3), new String[] {"c", "a", "c"});

  @ParameterizedTest
  @CsvSource({
    "constant, 2, 1, 0 0 1 2 3 0",
    "edge, 2, 1, 1 1 1 2 3 3",
    "reflect, 2, 1, 3 2 1 2 3 2",
    "reflect, 5, 0, 2 1 2 3 2 1 2 3",
    "wrap, 2, 4, 2 3 1 2 3 1 2 3 1",
    "constant, -1, 2, 2 3 0 0",
    "edge, -2, 1, 3 3",
    "wrap, 1, -1, 2 1 2"
  })
  void pad_addsAndCuts(String mode, long before, long after, String padded) {
    NdArray pads = NdArray.vector(before, after);
    NdArray given = Call.of("Pad", 19, Attribute.of("mode", mode)).on(ROW, pads);
    String[] texts = new String[given.size()];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = Integer.toString((int) given.floats()[i]);
    }
    assertThat(String.join(" ", texts)).isEqualTo(padded);
  }

  @Test
  void pad_takesOlderForms() {
    Attribute value = Attribute.of("value", 7f);
    Attribute pads = Attribute.of("pads", new long[] {1, 0});
    assertThat(Call.of("Pad", 2, pads, value).on(ROW).floats()).containsExactly(7, 1, 2, 3);
    Attribute paddings = Attribute.of("paddings", new long[] {0, 1});
    assertThat(Call.of("Pad", 1, paddings, value).on(ROW).floats()).containsExactly(1, 2, 3, 7);
    NdArray single = Call.floats(Shape.of(1), 4);
    Call reflect = Call.of("Pad", 11, Attribute.of("mode", "reflect"));
    assertThat(reflect.on(single, NdArray.vector(1, 1)).floats()).containsExactly(4, 4, 4);
    NdArray none = NdArray.zeros(ElementType.FLOAT32, Shape.of(0));
    assertThatThrownBy(() -> reflect.on(none, NdArray.vector(1, 1)))
        .isInstanceOf(InvalidInputException.class);
    assertThat(Call.of("Pad", 11).on(none, NdArray.vector(1, 1)).floats()).containsExactly(0, 0);
  }

  @Test
  void topK_takesOlderForms() {
    Call early = Call.of("TopK", 1, Attribute.of("k", 2));
    List<? extends Datum> found = early.all(2, ROW);
    assertThat(((NdArray) found.get(0)).floats()).containsExactly(3, 2);
    assertThat(((NdArray) found.get(1)).longs()).containsExactly(2, 1);
    Call least = Call.of("TopK", 11, Attribute.of("largest", 0));
    NdArray unsigned = NdArray.of(ElementType.UINT64, Shape.of(3), new long[] {-1, 4, 4});
    found = least.all(2, unsigned, NdArray.vector(2));
    assertThat(((NdArray) found.get(1)).longs()).containsExactly(1, 2);
    assertThat(least.on(ROW, NdArray.vector(0)).floats()).isEmpty();
    assertThatThrownBy(() -> least.on(ROW, NdArray.vector(4)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be taken");
  }

  @Test
  void indices_mayBeNegativeOrNone() {
    NdArray square = Call.floats(Shape.of(2, 2), 1, 2, 3, 4);
    NdArray column = NdArray.vector(-1, 0).reshape(2, 1);
    Attribute last = Attribute.of("axis", -1);
    assertThat(Call.of("GatherElements", 13, last).on(square, column).floats())
        .containsExactly(2, 3);
    NdArray none = NdArray.vector().reshape(0, 2);
    assertThat(Call.of("GatherND", 13).on(square, none)).hasToString("float32[0]");
    assertThat(Call.of("GatherND", 13).on(square, NdArray.vector(-1)).floats())
        .containsExactly(3, 4);
    assertThatThrownBy(() -> Call.of("GatherND", 13).on(square, NdArray.vector(2)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void updates_areAddedEachInTurn() {
    NdArray data = NdArray.vector(1, 2, 3);
    Call add = Call.of("ScatterElements", 18, Attribute.of("reduction", "add"));
    assertThat(add.on(data, NdArray.vector(0, -3, 2), NdArray.vector(10, 20, 30)).longs())
        .containsExactly(31, 2, 33);
    Call most = Call.of("ScatterND", 18, Attribute.of("reduction", "max"));
    NdArray tuples = NdArray.vector(1, 1).reshape(2, 1);
    assertThat(most.on(data, tuples, NdArray.vector(9, 5)).longs()).containsExactly(1, 9, 3);
    NdArray text = NdArray.of(Shape.of(1), new String[] {"z"});
    assertThat(Call.of("Scatter", 9).on(TEXTS, NdArray.vector(1), text).strings())
        .containsExactly("c", "z", "c");
    assertThatThrownBy(() -> add.on(data, NdArray.vector(0), NdArray.vector(1, 2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("must have one shape, but are [1] and [2]");
    Call odd = Call.of("ScatterElements", 18, Attribute.of("reduction", "odd"));
    assertThatThrownBy(() -> odd.on(data, NdArray.vector(0), NdArray.vector(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'odd'");
  }

  @Test
  void cache_isNotWrittenBeyondItsEnd() {
    NdArray cache = NdArray.zeros(ElementType.FLOAT32, Shape.of(1, 3, 1));
    NdArray update = Call.floats(Shape.of(1, 2, 1), 5, 6);
    NdArray start = NdArray.vector(2);
    Call circular = Call.of("TensorScatter", 24, Attribute.of("mode", "circular"));
    assertThat(circular.on(cache, update, start).floats()).containsExactly(6, 0, 5);
    assertThatThrownBy(() -> Call.of("TensorScatter", 24).on(cache, update, start))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void unique_sortsOrKeepsTheOrder() {
    List<? extends Datum> sorted = Call.of("Unique", 11).all(4, TEXTS);
    assertThat(((NdArray) sorted.get(0)).strings()).containsExactly("a", "c");
    assertThat(((NdArray) sorted.get(1)).longs()).containsExactly(1, 0);
    assertThat(((NdArray) sorted.get(2)).longs()).containsExactly(1, 0, 1);
    assertThat(((NdArray) sorted.get(3)).longs()).containsExactly(1, 2);
    Call unsorted = Call.of("Unique", 11, Attribute.of("sorted", 0));
    assertThat(unsorted.on(TEXTS).strings()).containsExactly("c", "a");
    NdArray none = NdArray.zeros(ElementType.INT32, Shape.of(0));
    assertThat(Call.of("Unique", 11).on(none)).hasToString("int32[0]");
  }

  @Test
  void nonZero_givesColumns() {
    NdArray square = Call.floats(Shape.of(2, 2), 0, 1, 1, 0);
    assertThat(Call.of("NonZero", 13).on(square).longs()).containsExactly(0, 1, 1, 0);
    NdArray none = NdArray.zeros(ElementType.FLOAT32, Shape.of(2, 0));
    assertThat(Call.of("NonZero", 13).on(none)).hasToString("int64[2,0]");
    NdArray single = NdArray.scalar(ElementType.BOOL, 1);
    assertThat(Call.of("NonZero", 13).on(single)).hasToString("int64[1,1]");
  }

  @Test
  void zeroTimes_isNothing() {
    assertThat(Call.of("Tile", 13).on(ROW, NdArray.vector(0))).hasToString("float32[0]");
    assertThat(Call.of("Tile", 13).on(TEXTS, NdArray.vector(2)).strings())
        .containsExactly("c", "a", "c", "c", "a", "c");
  }

  @Test
  void condition_mayBeShort() {
    NdArray second = NdArray.of(Shape.of(2), new boolean[] {false, true});
    assertThat(Call.of("Compress", 11).on(TEXTS, second).strings()).containsExactly("a");
    NdArray square = Call.floats(Shape.of(2, 2), 1, 2, 3, 4);
    Call columns = Call.of("Compress", 11, Attribute.of("axis", -1));
    assertThat(columns.on(square, second).floats()).containsExactly(2, 4);
  }

  @Test
  void boxes_touchingOrInvertedAreKept() {
    NdArray boxes = Call.floats(Shape.of(1, 3, 4), 0, 0, 1, 1, 1, 1, 0, 0.1, 0, 1, 1, 2);
    NdArray scores = Call.floats(Shape.of(1, 1, 3), 0.5, 0.9, 0.5);
    NdArray ten = NdArray.vector(10);
    assertThat(Call.of("NonMaxSuppression", 11).on(boxes, scores, ten, Call.floats(0.5)).longs())
        .containsExactly(0, 0, 1, 0, 0, 2);
    assertThat(Call.of("NonMaxSuppression", 11).on(boxes, scores)).hasToString("int64[0,3]");
  }
}
