package dev.brisk.benchmarks.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.brisk.Model;
import dev.brisk.graph.Initializer;
import dev.brisk.op.Costs;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The sizes are those of the published networks. */
final class ArchitecturesTest {
  private static final long SEED = 1;

  @Test
  void weights_dependOnSeedAndNameAlone() {
    SeededWeights weights = new SeededWeights(SEED);
    assertThat(weights.normal("a", 0, 1, 3).toFloatArray())
        .isEqualTo(new SeededWeights(SEED).normal("a", 0, 1, 3).toFloatArray())
        .isNotEqualTo(weights.normal("b", 0, 1, 3).toFloatArray())
        .isNotEqualTo(new SeededWeights(2).normal("a", 0, 1, 3).toFloatArray());
  }

  @Test
  void resNet50_hasPublishedSize() {
    Model model = ResNet50.build(SEED);
    assertThat(parameters(model)).isEqualTo(25_557_032);
    assertThat(multiplyAdds(model)).isEqualTo(4_089_184_256L);
    assertThat(model.inputs()).hasToString("[image float32[batch,3,224,224]]");
    assertThat(model.outputs()).hasToString("[logits float32[batch,1000]]");
    assertThat(count(model, "Conv")).isEqualTo(53);
    assertThat(count(model, "BatchNormalization")).isEqualTo(53);
  }

  @Test
  void mobileNetV2_hasPublishedSize() {
    Model model = MobileNetV2.build(SEED);
    assertThat(parameters(model)).isEqualTo(3_504_872);
    assertThat(multiplyAdds(model)).isEqualTo(300_774_272L);
    assertThat(model.inputs()).hasToString("[image float32[batch,3,224,224]]");
    assertThat(model.outputs()).hasToString("[logits float32[batch,1000]]");
    assertThat(count(model, "Conv")).isEqualTo(52);
    assertThat(count(model, "Add")).isEqualTo(10);
  }

  @Test
  void bertBase_hasPublishedSize() {
    Model model = BertBase.build(SEED);
    assertThat(parameters(model)).isEqualTo(109_482_240);
    assertThat(multiplyAdds(model)).isEqualTo(11_174_215_680L);
    assertThat(model.inputs())
        .hasToString("[input_ids int64[batch,128], attention_mask int64[batch,128]]");
    assertThat(model.outputs())
        .hasToString("[hidden float32[batch,128,768], pooled float32[batch,768]]");
    assertThat(count(model, "LayerNormalization")).isEqualTo(25);
    assertThat(count(model, "Softmax")).isEqualTo(12);
  }

  @Test
  void operations_areThoseThatThePublishedNetworksAreKnownFor() {
    Percentage near = withPercentage(1);
    assertThat(2e-9 * multiplyAdds(ResNet50.build(SEED))).isCloseTo(8.2, near);
    assertThat(2e-9 * multiplyAdds(MobileNetV2.build(SEED))).isCloseTo(0.6, near);
    assertThat(2e-9 * multiplyAdds(BertBase.build(SEED))).isCloseTo(22.5, near);
  }

  /** The elements of the weights and biases; statistics and constants are not parameters. */
  private static long parameters(Model model) {
    return model.graph().initializers().values().stream()
        .filter(initializer -> initializer.name().matches(".*\\.(weight|bias)"))
        .map(Initializer::shape)
        .mapToLong(shape -> shape.elements())
        .sum();
  }

  private static long multiplyAdds(Model model) {
    return Costs.macs(model, Map.of()).values().stream().mapToLong(Long::longValue).sum();
  }

  private static long count(Model model, String operator) {
    return model.graph().nodes().stream().filter(node -> node.is(operator)).count();
  }
}
