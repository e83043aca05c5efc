package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReductionsTest {
  private static final NdArray SQUARE = Call.floats(Shape.of(2, 2), 1, -2, 3, 4);

  @Test
  void axes_areAnAttributeOrAnInput() {
    Call early = Call.of("ReduceSum", 11, Attribute.of("axes", new long[] {-1}));
    assertThat(early.on(SQUARE).floats()).containsExactly(-1, 7);
    Call late = Call.of("ReduceSum", 13, Attribute.of("keepdims", 0));
    NdArray sums = late.on(SQUARE, NdArray.vector(0));
    assertThat(sums.floats()).containsExactly(4, 2);
    assertThat(sums.shape()).isEqualTo(Shape.of(2));
    assertThatThrownBy(() -> late.on(SQUARE, NdArray.vector(0, -2)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Axes must differ");
  }

  @Test
  void unsignedIntegers_haveNoSign() {
    NdArray large = NdArray.of(ElementType.UINT64, Shape.of(2), new long[] {-4, 2});
    assertThat(Call.of("ReduceMean", 18).on(large).longs()).containsExactly(Long.MAX_VALUE);
    NdArray one = large.slice(0, 1);
    assertThat(Call.of("ReduceLogSum", 18).on(one).longs()).containsExactly(44);
  }

  @Test
  void noAxes_areAllOrNone() {
    assertThat(Call.of("ReduceSum", 13).on(SQUARE)).hasToString("float32[1,1]");
    Attribute none = Attribute.of("noop_with_empty_axes", 1);
    assertThat(Call.of("ReduceL1", 18, none).on(SQUARE).floats()).containsExactly(1, 2, 3, 4);
    assertThat(Call.of("ReduceSumSquare", 18, none).on(SQUARE, NdArray.vector()).floats())
        .containsExactly(1, 4, 9, 16);
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceSum, 0",
    "ReduceProd, 1",
    "ReduceMax, -Infinity",
    "ReduceMin, Infinity",
    "ReduceMean, NaN",
    "ReduceL2, 0",
    "ReduceLogSum, -Infinity",
    "ReduceLogSumExp, -Infinity"
  })
  void emptySet_hasItsValue(String type, float value) {
    NdArray empty = NdArray.zeros(ElementType.FLOAT32, Shape.of(2, 0));
    assertThat(Call.of(type, 20).on(empty, NdArray.vector(1)).floats())
        .containsExactly(value, value);
    assertThat(Call.of(type, 20).on(empty, NdArray.vector(0)).floats()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "INT32, -2147483648, 2147483647",
    "INT8, -128, 127",
    "UINT8, 0, 255",
    "INT64, -9223372036854775808, 9223372036854775807",
    "UINT64, 0, -1",
    "BOOL, 0, 1"
  })
  void emptySet_ofIntegersHasTheirBounds(ElementType type, long least, long greatest) {
    NdArray empty = NdArray.zeros(type, Shape.of(0));
    assertThat(Call.of("ReduceMax", 20).on(empty).longs()).containsExactly(least);
    assertThat(Call.of("ReduceMin", 20).on(empty).longs()).containsExactly(greatest);
  }

  @Test
  void integers_keepAllTheirBits() {
    NdArray longs = NdArray.vector(1L << 60, 1, -3);
    assertThat(Call.of("ReduceSum", 13).on(longs).longs()).containsExactly((1L << 60) - 2);
    assertThat(Call.of("ReduceMax", 20).on(longs).longs()).containsExactly(1L << 60);
    NdArray unsigned = NdArray.of(ElementType.UINT64, Shape.of(2), new long[] {-1, 5});
    assertThat(Call.of("ReduceMax", 20).on(unsigned).longs()).containsExactly(-1);
    assertThat(Call.of("ArgMin", 13).on(unsigned).longs()).containsExactly(1);
  }

  @Test
  void single_isReducedToItself() {
    NdArray single = NdArray.scalar(ElementType.FLOAT32, 3);
    assertThat(Call.of("ReduceMean", 18).on(single)).hasToString("float32[]");
    assertThat(Call.of("ReduceMean", 18).on(single).floats()).containsExactly(3);
  }

  @Test
  void logSumExp_doesNotOverflow() {
    NdArray large = Call.floats(1000, 1000);
    assertThat(Call.of("ReduceLogSumExp", 18).on(large).floats()[0])
        .isCloseTo(1000.6931f, within(1e-3f));
  }

  @Test
  void argument_isTheFirstOrTheLast() {
    NdArray ties = Call.floats(Shape.of(2, 3), 2, 1, 2, 0, Double.NaN, 5);
    Attribute axis = Attribute.of("axis", -1);
    assertThat(Call.of("ArgMax", 13, axis).on(ties).longs()).containsExactly(0, 1);
    Attribute last = Attribute.of("select_last_index", 1);
    assertThat(Call.of("ArgMax", 13, axis, last).on(ties).longs()).containsExactly(2, 1);
    NdArray empty = NdArray.zeros(ElementType.FLOAT32, Shape.of(2, 0));
    assertThatThrownBy(() -> Call.of("ArgMax", 13, axis).on(empty))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no elements");
  }

  @Test
  void variadic_stretchesAll() {
    NdArray column = Call.floats(Shape.of(2, 1), 10, 20);
    assertThat(Call.of("Sum", 13).on(column, Call.floats(1, 2), Call.floats(5)).floats())
        .containsExactly(16, 17, 26, 27);
    assertThat(Call.of("Mean", 13).on(column, Call.floats(2, 4)).floats())
        .containsExactly(6, 7, 11, 12);
    assertThat(Call.of("Max", 13).on(Call.floats(1, Double.NaN), Call.floats(2)).floats())
        .containsExactly(2, Float.NaN);
  }
}
