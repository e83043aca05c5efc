package dev.brisk.engine;

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
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What is joined where kernels take everything, or little. */
final class FuserTest {
  private static final Shape IMAGE = Shape.of(1, 2, 4, 4);
  private static final Predicate<Fused> ALL = operator -> true;

  private final GraphBuilder graph = Graph.builder("net");

  private List<Fused> fused(Predicate<Fused> runs) {
    Model model = Model.of(graph.build(), ModelInfo.of(22));
    return Fuser.fuse(new Facts(model), runs);
  }

  private String conv(String name, String input) {
    graph.initializer(name + ".w", Tensor.of(new float[4], 2, 2, 1, 1));
    return graph.node("Conv", name, List.of(input, name + ".w"));
  }

  private String codes(String name, String input, float scale, int zero) {
    graph.initializer(name + ".s", Tensor.of(new float[] {scale}));
    graph.initializer(name + ".z", Tensor.ofBytes(ElementType.UINT8, new byte[] {(byte) zero}));
    return graph.node("QuantizeLinear", name, List.of(input, name + ".s", name + ".z"));
  }

  private String numbers(String codes) {
    return graph.node("DequantizeLinear", codes + ".d", List.of(codes, codes + ".s", codes + ".z"));
  }

  private void output(String name, ElementType type) {
    graph.output(name, type, IMAGE);
  }

  @Test
  void reluAndSumAreTakenIn() {
    String x = graph.input("x", ElementType.FLOAT32, IMAGE);
    String y = graph.input("y", ElementType.FLOAT32, IMAGE);
    String sum = graph.node("Add", "sum", List.of(y, conv("c", x)));
    output(graph.node("Relu", "r", List.of(sum)), ElementType.FLOAT32);
    List<Fused> all = fused(ALL);
    assertThat(all).hasSize(1);
    assertThat(all.get(0)).hasToString("Conv [x, c.w] add(y) relu -> [r]");
  }

  @Test
  void whatKernelsRefuseStandsAlone() {
    String x = graph.input("x", ElementType.FLOAT32, IMAGE);
    output(graph.node("Relu", "r", List.of(conv("c", x))), ElementType.FLOAT32);
    assertThat(fused(operator -> operator.posts().isEmpty())).hasSize(2);
  }

  @Test
  void resultThatIsReadTwiceStays() {
    String x = graph.input("x", ElementType.FLOAT32, IMAGE);
    String c = conv("c", x);
    output(graph.node("Relu", "r", List.of(c)), ElementType.FLOAT32);
    output(graph.node("Tanh", "t", List.of(c)), ElementType.FLOAT32);
    assertThat(fused(ALL)).hasSize(3);
  }

  @Test
  void codesInBetweenLeaveTheirRange() {
    String q = codes("q", graph.input("x", ElementType.FLOAT32, IMAGE), 0.5f, 10);
    String x = numbers(q);
    String p = codes("p", conv("c", x), 1, 5);
    String r = codes("r", graph.node("Add", "sum", List.of(numbers(p), x)), 2, 0);
    output(r, ElementType.UINT8);
    List<Fused> all = fused(operator -> !operator.node().is("DequantizeLinear"));
    assertThat(all).hasSize(2);
    Fused conv = all.get(1);
    assertThat(conv.input(0).grid()).isNotNull();
    assertThat(conv.posts()).hasSize(2);
    PostOp.Unary clip = (PostOp.Unary) conv.posts().get(0);
    assertThat(clip.function()).isEqualTo(PostOp.Function.CLIP);
    assertThat(clip.alpha()).isEqualTo(-5);
    assertThat(clip.beta()).isEqualTo(250);
    PostOp.Binary add = (PostOp.Binary) conv.posts().get(1);
    assertThat(add.other().value()).isEqualTo("q");
    assertThat(conv.output().value()).isEqualTo("r");
  }

  @Test
  void reluBeforeCodesFromZeroOnIsLeftOut() {
    String x = graph.input("x", ElementType.FLOAT32, IMAGE);
    output(codes("q", graph.node("Relu", "r", List.of(conv("c", x))), 1, 0), ElementType.UINT8);
    assertThat(fused(ALL).get(0).posts()).isEmpty();
  }

  @Test
  void reluBeforeCodesOfBothSignsStays() {
    String x = graph.input("x", ElementType.FLOAT32, IMAGE);
    output(codes("q", graph.node("Relu", "r", List.of(conv("c", x))), 1, 9), ElementType.UINT8);
    assertThat(fused(ALL).get(0).posts()).hasSize(1);
  }

  @Test
  void sigmoidTimesItselfIsOneFunction() {
    String c = conv("c", graph.input("x", ElementType.FLOAT32, IMAGE));
    String s = graph.node("Sigmoid", "s", List.of(c));
    output(graph.node("Mul", "m", List.of(s, c)), ElementType.FLOAT32);
    List<Fused> all = fused(ALL);
    assertThat(all).hasSize(1);
    assertThat(all.get(0).posts()).containsExactly(new PostOp.Unary(PostOp.Function.SWISH, 1, 0));
  }

  @Test
  void outputOfTheModelIsNotTakenAway() {
    String c = conv("c", graph.input("x", ElementType.FLOAT32, IMAGE));
    output(c, ElementType.FLOAT32);
    output(graph.node("Relu", "r", List.of(c)), ElementType.FLOAT32);
    assertThat(fused(ALL))
        .extracting(Fused::node)
        .extracting(Node::operator)
        .containsExactly("Conv", "Relu");
  }

  @Test
  void divisionByANumberIsLinear() {
    graph.initializer("two", Tensor.of(new float[] {2}));
    String c = conv("c", graph.input("x", ElementType.FLOAT32, IMAGE));
    output(graph.node("Div", "d", List.of(c, "two"), new Attribute[0]), ElementType.FLOAT32);
    assertThat(fused(ALL).get(0).posts())
        .containsExactly(new PostOp.Unary(PostOp.Function.LINEAR, 0.5f, 0));
  }
}
