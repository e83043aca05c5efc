package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FusedTest {
  @Test
  void matMul_scalesAndTransposes() {
    NdArray left = Call.floats(Shape.of(2, 1), 1, 2);
    NdArray right = Call.floats(Shape.of(1, 2), 3, 4);
    Call plain = Call.microsoft("FusedMatMul", Attribute.of("alpha", 2f));
    assertThat(plain.on(left, right).floats()).containsExactly(6, 8, 12, 16);
    Attribute[] both = {Attribute.of("transA", 1), Attribute.of("transB", 1)};
    assertThat(Call.microsoft("FusedMatMul", both).on(left, right).floats()).containsExactly(11);
  }

  @Test
  void matMul_findsItsBatchesBehindTheRows() {
    NdArray left = Call.floats(Shape.of(1, 2, 2), 1, 2, 3, 4);
    NdArray right = Call.floats(Shape.of(2, 2, 1), 1, 1, 1, 2);
    NdArray product = Call.microsoft("FusedMatMul", Attribute.of("transBatchA", 1)).on(left, right);
    assertThat(product).hasToString("float32[2,1,1]");
    assertThat(product.floats()).containsExactly(3, 11);
  }

  @Test
  void conv_addsAndActivates() {
    NdArray input = Call.floats(Shape.of(1, 1, 2), 1, -4);
    NdArray weights = Call.floats(Shape.of(1, 1, 1), 2);
    NdArray added = Call.floats(Shape.of(1, 1, 2), 0, 1);
    Attribute relu = Attribute.of("activation", "LeakyRelu");
    Attribute slope = Attribute.of("activation_params", new float[] {0.5f});
    assertThat(
            Call.microsoft("FusedConv", relu, slope)
                .on(input, weights, Call.floats(1), added)
                .floats())
        .containsExactly(3, -3);
  }

  @Test
  void dropout_dropsByItsSeed() {
    NdArray ones = Call.floats(1, 1, 1, 1, 1, 1, 1, 1);
    NdArray half = NdArray.scalar(ElementType.FLOAT32, 0.5);
    NdArray training = NdArray.of(Shape.scalar(), new boolean[] {true});
    Call call = Call.of("Dropout", 13, Attribute.of("seed", 3));
    List<? extends Datum> given = call.all(2, ones, half, training);
    int[] mask = ((NdArray) given.get(1)).ints();
    assertThat(mask).contains(0, 1);
    for (int i = 0; i < mask.length; i++) {
      assertThat(((NdArray) given.get(0)).floats()[i]).isEqualTo(2f * mask[i]);
    }
    assertThat(((NdArray) call.all(2, ones, half, training).get(1)).ints()).isEqualTo(mask);
    assertThat(Call.of("Dropout", 7).all(2, ones).get(1)).hasToString("float32[8]");
  }

  @Test
  void mersenneTwister_drawsWhatItsAuthorsPublished() {
    MersenneTwister random = new MersenneTwister(5489);
    long high = 3499211612L >>> 5;
    long low = 581869302L >>> 6;
    assertThat(random.nextDouble()).isEqualTo((high * 0x1p26 + low) * 0x1p-53);
  }

  @Test
  void loss_ignoresAndWeighs() {
    NdArray logs = Call.floats(Shape.of(3, 2), -1, -2, -3, -4, -5, -6);
    NdArray right = NdArray.vector(0, 1, 1);
    Attribute ignore = Attribute.of("ignore_index", 1);
    Call call = Call.of("NegativeLogLikelihoodLoss", 13);
    assertThat(call.on(logs, right, Call.floats(1, 3)).floats()).containsExactly(31 / 7f);
    assertThat(Call.of("NegativeLogLikelihoodLoss", 13, ignore).on(logs, right).floats())
        .containsExactly(1);
  }
}
