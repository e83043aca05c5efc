package dev.brisk.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FingerprintTest {
  @Test
  void sameModel_hasTheSame_andOneOfOtherNumbersAnother() {
    long one = Fingerprint.of(model(1, 0.5f, 2));
    assertThat(Fingerprint.of(model(1, 0.5f, 2))).isEqualTo(one);
    assertThat(Fingerprint.of(model(2, 0.5f, 2))).isNotEqualTo(one);
    assertThat(Fingerprint.of(model(1, 0.25f, 2))).isNotEqualTo(one);
    assertThat(Fingerprint.of(model(1, 0.5f, 3))).isNotEqualTo(one);
  }

  /** A model with a number in an initializer, one in an attribute, and one in a Constant node. */
  private static Model model(float initializer, float attribute, float constant) {
    GraphBuilder graph = Graph.builder("net");
    graph.input("x", ElementType.FLOAT32, Shape.of(1));
    graph.initializer("w", Tensor.of(new float[] {initializer}, 1));
    graph.node("Mul", "m", List.of("x", "w"));
    graph.node("LeakyRelu", "l", List.of("m"), Attribute.of("alpha", attribute));
    Attribute value = Attribute.of("value", Tensor.of(new float[] {constant}, 1));
    graph.node(Node.of("Constant", "c", List.of(), List.of("c"), value));
    graph.node("Add", "y", List.of("l", "c"));
    graph.output("y", ElementType.FLOAT32, Shape.of(1));
    return Model.of(graph.build(), ModelInfo.of(13));
  }
}
