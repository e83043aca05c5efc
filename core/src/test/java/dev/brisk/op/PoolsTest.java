package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PoolsTest {
  private static final Attribute PAIRS = Attribute.of("kernel_shape", new long[] {2, 2});
  private static final Attribute BY_TWO = Attribute.of("strides", new long[] {2, 2});

  private static NdArray counting(Shape shape) {
    int size = (int) shape.elements();
    return NdArray.of(
        ElementType.FLOAT32, shape, IntStream.range(0, size).mapToDouble(i -> i).toArray());
  }

  @Test
  void maxima_haveTheirPlacesInTheWholeInput() {
    NdArray input = counting(Shape.of(1, 2, 2, 4));
    List<? extends Datum> found = Call.of("MaxPool", 12, PAIRS, BY_TWO).all(2, input);
    assertThat(((NdArray) found.get(0)).floats()).containsExactly(5, 7, 13, 15);
    assertThat(((NdArray) found.get(1)).longs()).containsExactly(5, 7, 13, 15);
    Attribute columns = Attribute.of("storage_order", 1);
    found = Call.of("MaxPool", 12, PAIRS, BY_TWO, columns).all(2, input);
    assertThat(((NdArray) found.get(1)).longs()).containsExactly(3, 7, 11, 15);
  }

  @Test
  void unpool_undoesPool() {
    NdArray input = counting(Shape.of(1, 1, 4, 4));
    List<? extends Datum> found = Call.of("MaxPool", 12, PAIRS, BY_TWO).all(2, input);
    NdArray back = Call.of("MaxUnpool", 11, PAIRS, BY_TWO).on(found.get(0), found.get(1));
    assertThat(back.floats()).containsExactly(0, 0, 0, 0, 0, 5, 0, 7, 0, 0, 0, 0, 0, 13, 0, 15);
  }

  @Test
  void bytes_arePooled() {
    NdArray bytes = NdArray.of(ElementType.INT8, Shape.of(1, 1, 3), new int[] {-5, -9, -128});
    Attribute two = Attribute.of("kernel_shape", new long[] {2});
    assertThat(Call.of("MaxPool", 12, two).on(bytes).ints()).containsExactly(-5, -9);
  }

  @Test
  void padding_isNoMaximumAndCountsIfAsked() {
    NdArray input = Call.floats(Shape.of(1, 1, 2), -1, -3);
    Attribute two = Attribute.of("kernel_shape", new long[] {2});
    Attribute pads = Attribute.of("pads", new long[] {1, 1});
    assertThat(Call.of("MaxPool", 12, two, pads).on(input).floats()).containsExactly(-1, -1, -3);
    assertThat(Call.of("AveragePool", 19, two, pads).on(input).floats())
        .containsExactly(-1, -2, -3);
    Attribute counts = Attribute.of("count_include_pad", 1);
    assertThat(Call.of("AveragePool", 19, two, pads, counts).on(input).floats())
        .containsExactly(-0.5f, -2, -1.5f);
    Attribute wide = Attribute.of("pads", new long[] {2, 0});
    assertThatThrownBy(() -> Call.of("MaxPool", 12, two, wide).on(input))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("padding alone");
  }

  @Test
  void norms_takeMagnitudes() {
    NdArray input = Call.floats(Shape.of(1, 1, 2), -3, 4);
    Attribute two = Attribute.of("kernel_shape", new long[] {2});
    assertThat(Call.of("LpPool", 18, two).on(input).floats()).containsExactly(5);
    Attribute one = Attribute.of("p", 1);
    assertThat(Call.of("LpPool", 18, two, one).on(input).floats()).containsExactly(7);
    assertThat(Call.of("GlobalLpPool", 2, one).on(input).floats()).containsExactly(7);
    Attribute early = Attribute.of("p", 1f);
    assertThat(Call.of("GlobalLpPool", 1, early).on(input).floats()).containsExactly(7);
  }

  @Test
  void empty_staysEmpty() {
    NdArray none = NdArray.zeros(ElementType.FLOAT32, Shape.of(0, 3, 4, 4));
    assertThat(Call.of("MaxPool", 12, PAIRS, BY_TWO).on(none)).hasToString("float32[0,3,2,2]");
    assertThat(Call.of("AveragePool", 12, PAIRS).on(none)).hasToString("float32[0,3,3,3]");
    assertThat(Call.of("GlobalAveragePool", 1).on(none)).hasToString("float32[0,3,1,1]");
    NdArray weights = NdArray.zeros(ElementType.FLOAT32, Shape.of(3, 2, 2, 2));
    assertThat(Call.of("ConvTranspose", 11).on(none, weights)).hasToString("float32[0,2,5,5]");
  }

  @Test
  void weightsOfOtherSizes_areRefused() {
    NdArray input = NdArray.zeros(ElementType.FLOAT32, Shape.of(1, 4, 5, 5));
    NdArray weights = NdArray.zeros(ElementType.FLOAT32, Shape.of(2, 2, 3, 3));
    for (String type : List.of("Conv", "ConvTranspose")) {
      assertThatThrownBy(() -> Call.of(type, 11).on(input, weights))
          .hasMessageContaining("The weights take 2 channels");
      assertThatThrownBy(() -> Call.of(type, 11, PAIRS).on(input, weights))
          .hasMessageContaining("'kernel_shape' must be that of the weights");
    }
  }

  static IntStream seeds() {
    return IntStream.range(0, 12);
  }

  /** The scalar products of x and Convᵀ(y), and of Conv(x) and y, are one. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void convTranspose_isTheTransposeOfConv(int seed) {
    Random random = new Random(seed);
    long groups = 1 + random.nextInt(2);
    long kernel = 1 + random.nextInt(3);
    Attribute[] attributes = {
      Attribute.of("group", groups),
      Attribute.of("strides", new long[] {1 + random.nextInt(2), 1}),
      Attribute.of("dilations", new long[] {1, 1 + random.nextInt(2)}),
      Attribute.of("pads", new long[] {0, random.nextInt(2), random.nextInt(2), 0})
    };
    NdArray x = uniform(random, Shape.of(2, 2 * groups, 7, 7));
    NdArray weights = uniform(random, Shape.of(3 * groups, 2, kernel, kernel));
    NdArray convolved = Call.of("Conv", 11, attributes).on(x, weights);
    NdArray y = uniform(random, convolved.shape());
    NdArray back = Call.of("ConvTranspose", 11, attributes).on(y, weights);
    if (back.shape().equals(x.shape())) { // else the last rows met no weight
      assertThat(product(x, back)).isCloseTo(product(convolved, y), within(1e-4));
    } else {
      assertThat(back.dim(2)).isEqualTo(6);
    }
  }

  static NdArray uniform(Random random, Shape shape) {
    double[] values = random.doubles(shape.elements(), -1, 1).toArray();
    return NdArray.of(ElementType.FLOAT32, shape, values);
  }

  private static double product(NdArray left, NdArray right) {
    return IntStream.range(0, left.size())
        .mapToDouble(i -> left.doubles()[i] * right.doubles()[i])
        .sum();
  }
}
