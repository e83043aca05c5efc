package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Operators of which the standard's tests have none. */
final class RareOperatorsTest {
  private static final NdArray IMAGE =
      Call.floats(Shape.of(1, 1, 3, 3), 1, -2, 3, 4, 5, -6, 7, 8, 9);

  @Test
  void globalLpPool_isTheNormOfEachChannel() {
    NdArray y = Call.of("GlobalLpPool", 2, Attribute.of("p", 1)).on(IMAGE);
    assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 1, 1));
    assertThat(y.floats()).containsExactly(45);
    y = Call.of("GlobalLpPool", 2).on(Call.floats(Shape.of(1, 2, 2), 3, 4, 0, -5));
    assertThat(y.floats()).containsExactly(5, 5);
  }

  @Test
  void maxRoiPool_isTheLargestOfEachPart() {
    NdArray regions = Call.floats(Shape.of(1, 5), 0, 0, 0, 2, 2);
    NdArray y =
        Call.of("MaxRoiPool", 1, Attribute.of("pooled_shape", new long[] {1, 1}))
            .on(IMAGE, regions);
    assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 1, 1));
    assertThat(y.floats()).containsExactly(9);
  }

  @Test
  void randomNormalLike_hasTheMeanAndDeviationAskedFor() {
    NdArray like = NdArray.zeros(ElementType.FLOAT64, Shape.of(100, 100));
    Call call =
        Call.of(
            "RandomNormalLike",
            1,
            Attribute.of("mean", 3f),
            Attribute.of("scale", 2f),
            Attribute.of("seed", 5f));
    NdArray y = call.on(like);
    assertThat(y.elementType()).isEqualTo(ElementType.FLOAT64);
    double mean = Arrays.stream(y.doubles()).average().orElseThrow();
    double variance = Arrays.stream(y.doubles()).map(v -> (v - mean) * (v - mean)).sum() / 10_000;
    assertThat(mean).isCloseTo(3, within(0.1));
    assertThat(Math.sqrt(variance)).isCloseTo(2, within(0.1));
    assertThat(call.on(like).doubles()).isEqualTo(y.doubles());
  }

  @Test
  void skipSimplifiedLayerNormalization_dividesTheSumByItsRootMeanSquare() {
    NdArray y =
        Call.microsoft("SkipSimplifiedLayerNormalization", Attribute.of("epsilon", 0f))
            .on(
                Call.floats(Shape.of(1, 1, 2), 1, 2),
                Call.floats(Shape.of(1, 1, 2), 2, 2),
                Call.floats(10, 1));
    double root = Math.sqrt(12.5);
    assertThat(y.floats()[0]).isCloseTo((float) (30 / root), within(1e-5f));
    assertThat(y.floats()[1]).isCloseTo((float) (4 / root), within(1e-5f));
  }

  @Test
  void gelu_isThatOfTheStandard() {
    NdArray x = Call.floats(-3, -0.5, 0, 0.5, 3);
    assertThat(Call.microsoft("Gelu").on(x).floats()).isEqualTo(Call.of("Gelu", 20).on(x).floats());
  }

  @Test
  void quantizeLinearAndDequantizeLinear_areThoseOfTheStandard() {
    NdArray x = Call.floats(Shape.of(2, 2), -1, 0.24, 0.26, 500);
    NdArray scale = Call.floats(Shape.scalar(), 0.5);
    NdArray zero = NdArray.scalar(ElementType.UINT8, 100);
    NdArray codes = Call.microsoft("QuantizeLinear").on(x, scale, zero);
    assertThat(codes.ints()).containsExactly(98, 100, 101, 255);
    assertThat(Call.microsoft("DequantizeLinear").on(codes, scale, zero).floats())
        .containsExactly(-1, 0, 0.5f, 77.5f);
  }

  @Test
  void dynamicQuantizeLstm_isTheLstmOfTheNumbersThatItsCodesStandFor() {
    NdArray x = Call.floats(Shape.of(3, 1, 2), 1, -1, 0.5, 2, -2, 0.25);
    Shape shape = Shape.of(1, 2, 8);
    NdArray codes = NdArray.of(ElementType.UINT8, shape, codes(shape));
    NdArray numbers = NdArray.of(ElementType.FLOAT32, Shape.of(1, 8, 2), numbers(shape));
    NdArray scale = Call.floats(0.02);
    NdArray zero = NdArray.of(ElementType.UINT8, Shape.of(1), new int[] {128});
    Attribute hidden = Attribute.of("hidden_size", 2);
    NdArray y =
        Call.microsoft("DynamicQuantizeLSTM", hidden)
            .on(x, codes, codes, null, null, null, null, null, scale, zero, scale, zero);
    assertThat(y.floats()).isEqualTo(Call.of("LSTM", 14, hidden).on(x, numbers, numbers).floats());
  }

  private static int[] codes(Shape shape) {
    int[] codes = new int[(int) shape.elements()];
    Arrays.setAll(codes, i -> i * 37 % 256);
    return codes;
  }

  /** What the codes stand for, with the last two axes exchanged. */
  private static float[] numbers(Shape shape) {
    int rows = (int) shape.dim(1);
    int columns = (int) shape.dim(2);
    int[] codes = codes(shape);
    float[] numbers = new float[codes.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (codes[i % rows * columns + i / rows] - 128) * 0.02f;
    }
    return numbers;
  }

  @Test
  void qAttention_isTheAttentionOfTheNumbersThatItsCodesStandFor() {
    NdArray x = NdArray.of(ElementType.UINT8, Shape.of(1, 2, 2), new int[] {100, 140, 90, 200});
    int[] weights = codes(Shape.of(1, 2, 6));
    Arrays.setAll(weights, i -> weights[i] / 2 - 64);
    NdArray codes = NdArray.of(ElementType.INT8, Shape.of(2, 6), weights);
    NdArray bias = Call.floats(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    float[] factors = new float[weights.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = weights[i] * 0.03f;
    }
    Attribute heads = Attribute.of("num_heads", 1);
    NdArray y =
        Call.microsoft("QAttention", heads)
            .on(
                x,
                codes,
                bias,
                Call.floats(Shape.scalar(), 0.01),
                Call.floats(Shape.scalar(), 0.03),
                null,
                NdArray.scalar(ElementType.UINT8, 128));
    NdArray numbers = Call.floats(Shape.of(1, 2, 2), -0.28, 0.12, -0.38, 0.72);
    NdArray expected =
        Call.microsoft("Attention", heads)
            .on(numbers, NdArray.of(ElementType.FLOAT32, Shape.of(2, 6), factors), bias);
    for (int i = 0; i < 4; i++) {
      assertThat(y.floats()[i]).isCloseTo(expected.floats()[i], within(1e-5f));
    }
  }
}
