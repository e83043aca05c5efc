package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that read between elements, and those that mix them by products. */
final class SamplingTest {
  @ParameterizedTest
  @CsvSource({"linear, 0", "linear, 1", "cubic, 0", "cubic, 1", "nearest, 0", "nearest, 1"})
  void grid_thatIsEvenReadsTheInput(String mode, long corners) {
    NdArray input = PoolsTest.uniform(new Random(1), Shape.of(2, 3, 4, 5));
    NdArray one = Call.floats(Shape.of(2, 2, 3), 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0);
    Attribute align = Attribute.of("align_corners", corners);
    NdArray grid = Call.of("AffineGrid", 20, align).on(one, NdArray.vector(2, 3, 4, 5));
    Attribute by = Attribute.of("mode", mode);
    NdArray sampled = Call.of("GridSample", 20, by, align).on(input, grid);
    assertThat(sampled.shape()).isEqualTo(input.shape());
    assertThat(sampled.floats()).containsExactly(input.floats(), within(1e-5f));
  }

  @ParameterizedTest
  @CsvSource({"zeros, 0", "border, 2", "reflection, 1"})
  void grid_readsBeyondTheBorder(String padding, float value) {
    NdArray input = Call.floats(Shape.of(1, 1, 1, 2), 1, 2);
    NdArray beyond = Call.floats(Shape.of(1, 1, 1, 2), 2.5, 0); // an element and a half further
    Attribute mode = Attribute.of("padding_mode", padding);
    assertThat(Call.of("GridSample", 20, mode).on(input, beyond).floats()).containsExactly(value);
    NdArray nowhere = Call.floats(Shape.of(1, 1, 1, 2), Double.NaN, 1e30);
    assertThat(Call.of("GridSample", 20, mode).on(input, nowhere)).hasToString("float32[1,1,1,1]");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void offsets_ofZeroAreAConvolution(long seed) {
    Random random = new Random(seed);
    Attribute[] attributes = {
      Attribute.of("group", 2),
      Attribute.of("pads", new long[] {1, 0, 1, 0}),
      Attribute.of("strides", new long[] {2, 1}),
      Attribute.of("dilations", new long[] {1, 2})
    };
    NdArray input = PoolsTest.uniform(random, Shape.of(2, 4, 6, 6));
    NdArray weights = PoolsTest.uniform(random, Shape.of(2, 2, 3, 2));
    NdArray bias = PoolsTest.uniform(random, Shape.of(2));
    NdArray convolved = Call.of("Conv", 11, attributes).on(input, weights, bias);
    Shape shape = Shape.of(2, 12, convolved.dim(2), convolved.dim(3));
    NdArray offsets = NdArray.zeros(ElementType.FLOAT32, shape);
    NdArray deformed = Call.of("DeformConv", 19, attributes).on(input, weights, offsets, bias);
    assertThat(deformed.shape()).isEqualTo(convolved.shape());
    assertThat(deformed.floats()).containsExactly(convolved.floats(), within(1e-5f));
  }

  @Test
  void regions_arePooled() {
    NdArray image = Call.floats(Shape.of(1, 1, 2, 4), 0, 1, 2, 3, 4, 5, 6, 7);
    Attribute pooled = Attribute.of("pooled_shape", new long[] {1, 2});
    NdArray region = Call.floats(Shape.of(1, 5), 0, 0, 0, 3, 1);
    assertThat(Call.of("MaxRoiPool", 1, pooled).on(image, region).floats()).containsExactly(5, 7);
    NdArray whole = Call.floats(Shape.of(1, 4), 0, 0, 4, 2);
    Attribute width = Attribute.of("output_width", 2);
    NdArray first = NdArray.vector(0);
    assertThat(Call.of("RoiAlign", 16, width).on(image, whole, first).floats())
        .containsExactly(2.5f, 4.5f);
    assertThatThrownBy(() -> Call.of("RoiAlign", 16, width).on(image, whole, NdArray.vector(1)))
        .isInstanceOf(InvalidInputException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'ij->ji', '1 3 2 4'",
    "'ii', '5'",
    "'ii->i', '1 4'",
    "'ij', '1 2 3 4'",
    "'ba', '1 3 2 4'",
    "'...->', '10'",
    "'i j -> j', '4 6'"
  })
  void equation_ofOneInput(String equation, String expected) {
    NdArray square = NdArray.vector(1, 2, 3, 4).reshape(2, 2);
    long[] given = Call.of("Einsum", 12, Attribute.of("equation", equation)).on(square).longs();
    assertThat(given).containsExactly(numbers(expected));
  }

  private static long[] numbers(String text) {
    return java.util.Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  @Test
  void equation_ofSeveralInputs() {
    Random random = new Random(5);
    NdArray a = PoolsTest.uniform(random, Shape.of(3, 2, 4));
    NdArray b = PoolsTest.uniform(random, Shape.of(1, 4, 5));
    Call einsum = Call.of("Einsum", 12, Attribute.of("equation", "...ij,...jk->...ik"));
    assertThat(einsum.on(a, b).floats())
        .containsExactly(Call.of("MatMul", 13).on(a, b).floats(), within(1e-5f));
    assertThatThrownBy(() -> einsum.on(a, PoolsTest.uniform(random, Shape.of(3, 5))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("One label");
    assertThatThrownBy(() -> einsum.on(a))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("does not fit");
  }

  @Test
  void determinant_needsPivots() {
    NdArray turned = Call.floats(Shape.of(2, 2), 0, 1, 1, 0);
    assertThat(Call.of("Det", 11).on(turned).floats()).containsExactly(-1);
    NdArray flat = Call.floats(Shape.of(2, 2), 0, 0, 0, 3);
    assertThat(Call.of("Det", 11).on(flat).floats()).containsExactly(0);
    NdArray none = NdArray.zeros(ElementType.FLOAT32, Shape.of(2, 0, 0));
    assertThat(Call.of("Det", 11).on(none).floats()).containsExactly(1, 1);
    NdArray row = Call.floats(Shape.of(1, 2), 1, 2);
    assertThatThrownBy(() -> Call.of("Det", 11).on(row)).isInstanceOf(InvalidInputException.class);
  }

  @Test
  void columns_areAddedWhereTheyOverlap() {
    NdArray columns = Call.floats(Shape.of(1, 2, 2), 1, 2, 3, 4);
    NdArray image = NdArray.vector(1, 3);
    assertThat(Call.of("Col2Im", 18).on(columns, image, NdArray.vector(1, 2)).floats())
        .containsExactly(1, 5, 4);
  }
}
