package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Extras;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One feature, one unit, weights of 1: what comes out is what a pocket calculator says. */
final class RecurrentTest {
  private static final Attribute SIZE = Attribute.of("hidden_size", 1);
  private static final NdArray STEPS = Call.floats(Shape.of(3, 1, 1), 1, 2, 3);

  private static NdArray ones(int... dims) {
    Shape shape = Shape.of(Arrays.stream(dims).asLongStream().toArray());
    double[] ones = new double[(int) shape.elements()];
    Arrays.fill(ones, 1);
    return Call.floats(shape, ones);
  }

  private static Attribute activations(String... names) {
    List<byte[]> texts =
        Arrays.stream(names).map(name -> name.getBytes(StandardCharsets.UTF_8)).toList();
    return new Attribute("activations", Attribute.Kind.STRINGS, texts, Extras.NONE);
  }

  @Test
  void lengths_cutEachSample() {
    NdArray input = Call.floats(Shape.of(3, 2, 1), 1, 1, 2, 2, 3, 3);
    NdArray lengths = NdArray.of(ElementType.INT32, Shape.of(2), new int[] {2, 0});
    List<? extends Datum> given =
        Call.of("RNN", 14, SIZE, activations("Affine"))
            .all(2, input, ones(1, 1, 1), ones(1, 1, 1), null, lengths);
    assertThat(((NdArray) given.get(0)).floats()).containsExactly(1, 0, 3, 0, 0, 0);
    assertThat(((NdArray) given.get(1)).floats()).containsExactly(3, 0);
  }

  @Test
  void backward_startsAtTheEnd() {
    Attribute both = Attribute.of("direction", "bidirectional");
    List<? extends Datum> given =
        Call.of("RNN", 14, SIZE, both, activations("Affine", "Relu"))
            .all(2, STEPS, ones(2, 1, 1), ones(2, 1, 1));
    assertThat(((NdArray) given.get(0)).floats()).containsExactly(1, 6, 3, 5, 6, 3);
    assertThat(((NdArray) given.get(1)).floats()).containsExactly(6, 6);
  }

  @Test
  void batchFirst_movesTheAxes() {
    NdArray input = Call.floats(Shape.of(1, 3, 1), 1, 2, 3);
    List<? extends Datum> given =
        Call.of("GRU", 14, SIZE, Attribute.of("layout", 1))
            .all(2, input, ones(1, 3, 1), ones(1, 3, 1));
    assertThat(given.get(0)).hasToString("float32[1,3,1,1]");
    assertThat(given.get(1)).hasToString("float32[1,1,1]");
  }

  @Test
  void parameters_areTakenInOrder() {
    Attribute alphas = Attribute.of("activation_alpha", new float[] {2, 3});
    Attribute both = Attribute.of("direction", "bidirectional");
    NdArray input = Call.floats(Shape.of(1, 1, 1), 5);
    Call call = Call.of("RNN", 14, SIZE, both, alphas, activations("Affine", "LeakyRelu"));
    NdArray weights = Call.floats(Shape.of(2, 1, 1), 1, -1);
    assertThat(call.on(input, weights, ones(2, 1, 1)).floats()).containsExactly(10, -15);
  }

  @Test
  void lstm_couplesItsGates() {
    Attribute coupled = Attribute.of("input_forget", 1);
    NdArray weights = Call.floats(Shape.of(1, 4, 1), 0, 0, 0, 1);
    NdArray zeros = Call.floats(Shape.of(1, 4, 1), 0, 0, 0, 0);
    NdArray memory = Call.floats(Shape.of(1, 1, 1), 8);
    List<? extends Datum> given =
        Call.of("LSTM", 14, SIZE, coupled, activations("Sigmoid", "Affine", "Affine"))
            .all(3, STEPS, weights, zeros, null, null, null, memory);
    float last = ((NdArray) given.get(2)).floats()[0];
    assertThat(last).isCloseTo(((8 + 1) / 2f + 2) / 4 + 3 / 2f, within(1e-6f));
  }

  @Test
  void clip_boundsWhatActivationsTake() {
    Attribute clip = Attribute.of("clip", 2f);
    Call call = Call.of("RNN", 14, SIZE, clip, activations("Affine"));
    assertThat(call.on(STEPS, ones(1, 1, 1), ones(1, 1, 1)).floats()).containsExactly(1, 2, 2);
  }

  @Test
  void misfits_areRefused() {
    assertThatThrownBy(
            () ->
                Call.of("GRU", 14, SIZE, activations("Tanh"))
                    .on(STEPS, ones(1, 3, 1), ones(1, 3, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("2 activations are needed");
    assertThatThrownBy(
            () ->
                Call.of("RNN", 14, SIZE, activations("Sine"))
                    .on(STEPS, ones(1, 1, 1), ones(1, 1, 1)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Sine");
  }
}
