package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queries of zeros look at all keys alike, so each output is a mean of the values seen. */
final class AttentionTest {
  private static final NdArray ZEROS = NdArray.zeros(ElementType.FLOAT32, Shape.of(1, 2, 2));
  private static final NdArray VALUES = Call.floats(Shape.of(1, 2, 2), 1, 2, 3, 4);
  private static final Attribute HEADS = Attribute.of("num_heads", 2);

  @Test
  void blindQuery_givesZeros() {
    NdArray mask = NdArray.of(Shape.of(2, 2), new boolean[] {false, false, true, false});
    Attribute[] heads = {Attribute.of("q_num_heads", 1), Attribute.of("kv_num_heads", 1)};
    assertThat(Call.of("Attention", 23, heads).on(ZEROS, ZEROS, VALUES, mask).floats())
        .containsExactly(0, 0, 1, 2);
  }

  @Test
  void heads_mustDivideFeatures() {
    Attribute[] heads = {Attribute.of("q_num_heads", 4), Attribute.of("kv_num_heads", 4)};
    assertThatThrownBy(() -> Call.of("Attention", 23, heads).on(ZEROS, ZEROS, VALUES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("4 heads");
  }

  @Test
  void multiHead_looksAtAll() {
    Call call = Call.microsoft("MultiHeadAttention", HEADS);
    List<? extends Datum> given = call.all(3, ZEROS, ZEROS, VALUES);
    assertThat(((NdArray) given.get(0)).floats()).containsExactly(2, 3, 2, 3);
    assertThat(given.get(1)).hasToString("float32[1,2,2,1]");
  }

  @Test
  void multiHead_addsBiasesAndPaddingAndThePast() {
    NdArray bias = Call.floats(0, 0, 0, 0, 10, 20);
    NdArray ends = NdArray.of(ElementType.INT32, Shape.of(1), new int[] {1});
    Call call = Call.microsoft("MultiHeadAttention", HEADS);
    assertThat(call.on(ZEROS, ZEROS, VALUES, bias, ends).floats()).containsExactly(11, 22, 11, 22);
    NdArray keys = NdArray.zeros(ElementType.FLOAT32, Shape.of(1, 2, 1, 1));
    NdArray past = Call.floats(Shape.of(1, 2, 1, 1), 5, 6);
    Call causal = Call.microsoft("MultiHeadAttention", HEADS, Attribute.of("unidirectional", 1));
    assertThat(causal.on(ZEROS, ZEROS, VALUES, null, null, null, keys, past).floats())
        .containsExactly(3, 4, 3, 4);
  }

  @Test
  void multiHead_takesPackedInputs() {
    NdArray packed = Call.floats(Shape.of(1, 2, 1, 3, 1), 0, 0, 4, 0, 0, 8);
    Call call = Call.microsoft("MultiHeadAttention", Attribute.of("num_heads", 1));
    assertThat(call.on(packed).floats()).containsExactly(6, 6);
    NdArray keysAndValues = Call.floats(Shape.of(1, 2, 1, 2, 1), 0, 4, 0, 8);
    NdArray query = Call.floats(Shape.of(1, 1, 1), 0);
    assertThat(call.on(query, keysAndValues).floats()).containsExactly(6);
  }

  @Test
  void projected_multipliesFirst() {
    NdArray input = Call.floats(Shape.of(1, 2, 1), 1, 3);
    NdArray weights = Call.floats(Shape.of(1, 6), 0, 0, 0, 0, 1, 2);
    Call call = Call.microsoft("Attention", HEADS);
    List<? extends Datum> given = call.all(2, input, weights, Call.floats(0, 0, 0, 0, 0, 1));
    assertThat(((NdArray) given.get(0)).floats()).containsExactly(2, 5, 2, 5);
    assertThat(given.get(1)).hasToString("float32[2,1,2,2,1]");
    NdArray mask = NdArray.of(ElementType.INT32, Shape.of(1, 2), new int[] {0, 1});
    assertThat(call.on(input, weights, null, mask).floats()).containsExactly(3, 6, 3, 6);
  }

  @Test
  void rotary_startsAtAnOffset() {
    NdArray input = Call.floats(Shape.of(1, 1, 2), 1, 0);
    NdArray cosines = Call.floats(Shape.of(2, 1), 1, 0);
    NdArray sines = Call.floats(Shape.of(2, 1), 0, 1);
    Call call = Call.microsoft("RotaryEmbedding");
    assertThat(call.on(input, NdArray.vector(0), cosines, sines).floats()).containsExactly(1, 0);
    assertThat(call.on(input, NdArray.vector(1), cosines, sines).floats()).containsExactly(0, 1);
  }
}
