package dev.brisk.pass;

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
import dev.brisk.graph.Value;
import dev.brisk.testing.SharedFiles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Decomposed operators in the forms that exporters write them, found and computed as before. */
final class FusionTest {
  private static final Shape TOKENS =
      Shape.of(new long[] {-1, -1, 8}, new String[] {"batch", "length", null});

  private final GraphBuilder graph = Graph.builder("test");
  private Random random = new Random(1);
  private int names;
  private int opset = 23;

  private String node(String operator, String... inputs) {
    return graph.node(operator, operator + names++, List.of(inputs));
  }

  /** A node of two inputs in any order. */
  private String either(String operator, String left, String right) {
    return random.nextBoolean() ? node(operator, left, right) : node(operator, right, left);
  }

  private String number(double value) {
    Tensor scalar = Tensor.of(new double[] {value}).to(ElementType.FLOAT32);
    return graph.initializer("c" + names++, random.nextBoolean() ? scalar : scalar.reshape());
  }

  private String weights() {
    return graph.initializer("w" + names++, Agreement.floats(random, 8));
  }

  private String reduced(String operator, String x, long axis, boolean byInput) {
    String name = operator + names++;
    if (byInput) {
      String axes = graph.initializer("axes" + names++, Tensor.of(new long[] {axis}, 1));
      return graph.node(operator, name, List.of(x, axes));
    }
    return graph.node(operator, name, List.of(x), Attribute.of("axes", new long[] {axis}));
  }

  private String mean(String x) {
    return reduced("ReduceMean", x, random.nextBoolean() ? -1 : 2, opset >= 18);
  }

  private Model model(String... outputs) {
    for (String output : outputs) {
      graph.output(Value.tensor(output, ElementType.FLOAT32, null));
    }
    return Model.of(graph.build(), ModelInfo.of(opset));
  }

  private List<String> fused(String... outputs) {
    Model model = Agreement.check(Passes.FUSION, model(outputs), random, 1e-5);
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  private String square(String x) {
    return random.nextBoolean() ? node("Pow", x, number(2)) : node("Mul", x, x);
  }

  /** x / sqrt(mean(x * x) + epsilon). */
  private String standardized(String x) {
    String sum = either("Add", mean(square(x)), number(1e-5));
    return switch (random.nextInt(4)) {
      case 0 -> node("Div", x, node("Sqrt", sum));
      case 1 -> either("Mul", x, node("Reciprocal", node("Sqrt", sum)));
      case 2 -> either("Mul", x, node("Div", number(1), node("Sqrt", sum)));
      default -> either("Mul", x, node("Pow", sum, number(-0.5)));
    };
  }

  private String layerNormalization(String x) {
    String y = standardized(node("Sub", x, mean(x)));
    y = random.nextInt(4) == 0 ? y : either("Mul", y, weights());
    return random.nextInt(4) == 0 ? y : either("Add", y, weights());
  }

  private String rmsNormalization(String x) {
    String y = standardized(x);
    return random.nextInt(4) == 0 ? y : either("Mul", y, weights());
  }

  /** The product of all in some order. */
  private String product(String... factors) {
    List<String> left = new ArrayList<>(List.of(factors));
    Collections.shuffle(left, random);
    while (left.size() > 1) {
      String product = either("Mul", left.remove(0), left.remove(0));
      left.add(random.nextInt(left.size() + 1), product);
    }
    return left.get(0);
  }

  private String gelu(String x) {
    String scaled =
        random.nextBoolean()
            ? node("Div", x, number(Math.sqrt(2)))
            : either("Mul", x, number(Math.sqrt(0.5)));
    return product(x, number(0.5), either("Add", node("Erf", scaled), number(1)));
  }

  private String tanhGelu(String x) {
    String root = number(Math.sqrt(2 / Math.PI));
    String inner =
        switch (random.nextInt(3)) {
          case 0 -> product(root, either("Add", x, product(number(0.044715), x, x, x)));
          case 1 -> {
            String cube = node("Pow", x, number(3));
            yield product(root, either("Add", x, product(number(0.044715), cube)));
          }
          default -> product(root, x, either("Add", number(1), product(number(0.044715), x, x)));
        };
    return product(x, number(0.5), either("Add", node("Tanh", inner), number(1)));
  }

  private String softmax(String x) {
    long axis = random.nextInt(3) - 3;
    String largest = reduced("ReduceMax", x, axis, opset >= 18);
    String powers = node("Exp", node("Sub", x, largest));
    String sum = reduced("ReduceSum", powers, random.nextBoolean() ? axis : axis + 3, opset >= 13);
    return random.nextBoolean()
        ? node("Div", powers, sum)
        : either("Mul", powers, node("Reciprocal", sum));
  }

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void formsOfExporters_becomeOneNodeEach(int seed) {
    random = new Random(seed);
    graph.input("x", ElementType.FLOAT32, TOKENS);
    String x = "x";
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      switch (random.nextInt(5)) {
        case 0 -> {
          x = layerNormalization(x);
          wanted.add("LayerNormalization");
        }
        case 1 -> {
          x = rmsNormalization(x);
          wanted.add("RMSNormalization");
        }
        case 2 -> {
          x = gelu(x);
          wanted.add("Gelu");
        }
        case 3 -> {
          x = tanhGelu(x);
          wanted.add("Gelu");
        }
        default -> {
          x = softmax(x);
          wanted.add("Softmax");
        }
      }
      x = either("Add", x, "x");
      wanted.add("Add");
    }
    assertThat(fused(x)).containsExactlyElementsOf(wanted);
  }

  @Test
  void partsOfATrainedModel_areFound() {
    Model model = Model.load(SharedFiles.require("models/transformer_trec.onnx"));
    Model clean = Passes.apply(Passes.CLEANUP, model);
    // What it has means the same in operator set 23, which has Gelu and Attention.
    Model newer = clean.withInfo(clean.info().withOpset("", 23));
    Map<String, Tensor> inputs = Agreement.inputs(newer, random);
    Model fused = Agreement.check(Passes.FUSION, newer, inputs, 2e-5);
    Agreement.checkInterpreted(newer, fused, inputs, 2e-5);
    assertThat(fused.graph().nodes().stream().map(Node::operator))
        .contains("Expand")
        .doesNotContain("Erf", "Softmax")
        .filteredOn(operator -> Set.of("Gelu", "Attention").contains(operator))
        .containsExactly("Attention", "Gelu", "Attention", "Gelu");
  }

  @ParameterizedTest
  @CsvSource({"16, ReduceMean", "17, LayerNormalization", "22, LayerNormalization"})
  void layerNormalization_fromOperatorSet17On(int version, String operator) {
    opset = version;
    graph.input("x", ElementType.FLOAT32, TOKENS);
    assertThat(fused(layerNormalization("x"))).contains(operator);
  }

  @Test
  void gelu_fromOperatorSet20On() {
    opset = 19;
    graph.input("x", ElementType.FLOAT32, TOKENS);
    assertThat(fused(gelu("x"), tanhGelu("x"))).contains("Erf", "Tanh").doesNotContain("Gelu");
  }

  @Test
  void rmsNormalization_fromOperatorSet23On() {
    opset = 22;
    graph.input("x", ElementType.FLOAT32, TOKENS);
    assertThat(fused(rmsNormalization("x"))).contains("ReduceMean");
  }

  @ParameterizedTest
  @CsvSource({"-1, Softmax", "1, ReduceSum"})
  void softmax_isOverTheLastAxesBeforeOperatorSet13(long axis, String operator) {
    opset = 12;
    graph.input("x", ElementType.FLOAT32, TOKENS);
    String powers = node("Exp", node("Sub", "x", reduced("ReduceMax", "x", axis, false)));
    String y = node("Div", powers, reduced("ReduceSum", powers, axis, false));
    assertThat(fused(y)).contains(operator);
  }

  @Test
  void whatOthersRead_stays() {
    graph.input("x", ElementType.FLOAT32, TOKENS);
    String centered = node("Sub", "x", mean("x"));
    String y = standardized(centered);
    assertThat(fused(y, centered)).contains("Sub", "RMSNormalization");
  }

  @Test
  void otherNumbersAndAxes_stay() {
    graph.input("x", ElementType.FLOAT32, TOKENS);
    String erf = node("Erf", node("Div", "x", number(1.41)));
    String y = node("Mul", node("Mul", "x", node("Add", erf, number(1))), number(0.5));
    String middle = reduced("ReduceMean", node("Mul", "x", "x"), 1, true);
    String z = node("Div", "x", node("Sqrt", node("Add", middle, number(1e-5))));
    String twice = node("Mul", node("Mul", "x", number(2)), "x");
    String last = reduced("ReduceMean", twice, -1, true);
    String w = node("Div", "x", node("Sqrt", node("Add", last, number(1e-5))));
    assertThat(fused(y, z, w))
        .contains("Erf", "ReduceMean", "Sqrt")
        .doesNotContain("Gelu", "RMSNormalization");
  }

  @Test
  void numbersThatAddAnAxis_stay() {
    graph.input("x", ElementType.FLOAT32, Shape.of(4));
    graph.initializer("half", Tensor.of(new float[] {0.5f}, 1, 1));
    String erf = node("Erf", node("Mul", "x", number(Math.sqrt(0.5))));
    String y = node("Mul", node("Mul", "x", node("Add", erf, number(1))), "half");
    assertThat(fused(y)).contains("Erf");
  }
}
