package dev.brisk.quantization.int4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerators;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.quantization.testing.Nets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class Int4QuantizerTest {
  private static final QuantizationOptions DEFAULTS = QuantizationOptions.defaults();

  @ParameterizedTest(name = "block {0}, symmetric {1}, bits {2}, {3} inputs")
  @CsvSource({
    "16, no, 4, 64",
    "32, no, 4, 96",
    "32, yes, 4, 100",
    "64, no, 4, 130",
    "128, yes, 4, 128",
    "256, no, 4, 200",
    "32, no, 8, 75",
    "64, yes, 8, 64",
  })
  void products_areThoseOfTheDecodedWeights(int block, String symmetric, String bits, int inputs) {
    Nets net = new Nets(block + inputs);
    String x = net.input("x", -1, 3, inputs);
    net.node("MatMul", "y", List.of(x, net.weights("w", 0.2, inputs, 24)));
    Model model = net.output("y", -1, 3, 24).model(17);
    QuantizationOptions options =
        DEFAULTS
            .with("block", String.valueOf(block))
            .with("symmetric", symmetric)
            .with("bits", bits);

    Model quantized = Quantizers.named("int4").quantize(model, List.of(), options).model();

    assertThat(operators(quantized)).containsExactly("MatMulNBits");
    expectDecoded(quantized, Nets.samples(model, 2, 3));
    assertThat(sqnr(model, quantized, Nets.samples(model, 2, 3)))
        .isGreaterThan(bits.equals("4") ? 15 : 40);
  }

  @Test
  void gemm_becomesProductAndSum() {
    Nets net = new Nets(2);
    String x = net.input("x", 3, 64);
    String w = net.weights("w", 0.2, 8, 64);
    String c = net.weights("c", 1, 8);
    net.node("Gemm", "p", List.of(x, w, c), Attribute.of("transB", 1L));
    net.node(
        "Gemm",
        "q",
        List.of(x, net.weights("v", 0.2, 64, 8), c),
        Attribute.of("alpha", 0.5f),
        Attribute.of("beta", 2f));
    net.node("Gemm", "r", List.of(x, w), Attribute.of("transB", 1L));
    Model model = net.output("p", 3, 8).output("q", 3, 8).output("r", 3, 8).model(13);

    Quantization result = Quantizers.named("int4").quantize(model);

    assertThat(operators(result.model()))
        .containsExactlyInAnyOrder("MatMulNBits", "Add", "MatMulNBits", "Add", "MatMulNBits");
    assertThat(result.model().graph().initializers()).hasSize(6 + 2);
    assertThat(result.report().worst(9))
        .isNotEmpty()
        .map(node -> node.error().orElseThrow())
        .allMatch(error -> error.of() == NodeError.Subject.WEIGHTS)
        .allMatch(error -> error.before() > 10 && error.after() >= error.before());
    assertThat(result.report().macsShare()).isEqualTo(1);
    expectDecoded(result.model(), Nets.samples(model, 2, 3));
    assertThat(sqnr(model, result.model(), Nets.samples(model, 2, 3))).isGreaterThan(15);
  }

  @ParameterizedTest(name = "symmetric {0}, bits {1}, {2} numbers a row")
  @CsvSource({"no, 4, 96", "yes, 4, 72", "no, 8, 90", "no, 4, 400"})
  void embeddings_areDecodedRowByRow(String symmetric, String bits, int length) {
    Model model = embeddings(length);
    QuantizationOptions options = DEFAULTS.with("symmetric", symmetric).with("bits", bits);

    Quantization result = Quantizers.named("int4").quantize(model, List.of(), options);

    assertThat(operators(result.model())).containsExactly("GatherBlockQuantized");
    List<Map<String, Tensor>> ids = List.of(ids(0, 399, 7), ids(42, 1, 398));
    expectDecoded(result.model(), ids);
    assertThat(sqnr(model, result.model(), ids)).isGreaterThan(18);
    Quantization plain =
        Quantizers.named("int4").quantize(model, List.of(), options.with("embeddings", "plain"));
    assertThat(operators(plain.model())).containsExactly("Gather");
  }

  private static Map<String, Tensor> ids(long... ids) {
    return Map.of("ids", Tensor.of(ids, 1, ids.length));
  }

  private static Model embeddings(int length) {
    GraphBuilder graph = Graph.builder("embeddings");
    graph.input("ids", ElementType.INT64, Shape.of(-1, 3));
    Random random = new Random(length);
    float[] table = new float[400 * length];
    for (int i = 0; i < table.length; i++) {
      table[i] = (float) random.nextGaussian();
    }
    graph.initializer("table", Tensor.of(table, 400, length));
    graph.node("Gather", "y", List.of("table", "ids"));
    graph.output("y", ElementType.FLOAT32, Shape.of(-1, 3, length));
    return Model.of(graph.build(), ModelInfo.of(17));
  }

  @Test
  void weightsThatSeveralShare_areStoredOnce_alsoWithinOtherGraphs() {
    Nets net = new Nets(5);
    String x = net.input("x", 2, 64);
    String w = net.weights("w", 0.2, 64, 64);
    net.constant("yes", Tensor.of(new boolean[] {true}));
    net.node("MatMul", "p", List.of(x, w));
    Graph then = branch("p", w, "MatMul");
    Graph otherwise = branch("p", w, "Mul");
    net.node(
        "If",
        "y",
        List.of(net.node("Cast", "c", List.of("yes"), Attribute.of("to", 9L))),
        Attribute.of("then_branch", then),
        Attribute.of("else_branch", otherwise));
    Model model = net.output("y", -1, -1).model(13);

    Quantization result = Quantizers.named("int4").quantize(model);

    assertThat(result.model().graph().initializers().keySet()).contains("w_Q4");
    assertThat(result.report().nodes())
        .filteredOn(node -> node.precision().equals("int4"))
        .isNotEmpty();
    assertThat(sqnr(model, result.model(), Nets.samples(model, 1, 3))).isGreaterThan(12);
  }

  private static Graph branch(String x, String w, String operator) {
    GraphBuilder graph = Graph.builder(operator);
    graph.node(operator, operator, List.of(x, operator.equals("MatMul") ? w : x));
    graph.output(operator, ElementType.FLOAT32, Shape.of(-1, -1));
    return graph.build();
  }

  @Test
  void whatDoesNotFit_staysFloat_andIsExplained() {
    Nets net = new Nets(6);
    String x = net.input("x", 2, 8);
    net.node("MatMul", "few", List.of(x, net.weights("w", 1, 8, 64)));
    net.node("MatMul", "left", List.of(net.weights("v", 1, 64, 2), x));
    net.node("Transpose", "t", List.of("left"));
    net.node("MatMul", "y", List.of("t", net.weights("u", 1, 64, 5)));
    Model model = net.output("few", 2, 64).output("y", 8, 5).model(13);

    Quantization result = Quantizers.named("int4").quantize(model);

    assertThat(result.report().keptFloat())
        .extracting(NodeReport::node)
        .containsExactlyInAnyOrder("few", "left", "t");
    assertThat(result.report().keptFloat())
        .extracting(node -> node.keptFloat().orElseThrow())
        .contains(
            "blocks of 32 save too little where an output has 8 weights",
            "its weights are no constant");
    assertThat(result.report().macsShare()).isBetween(0.2, 0.8);
  }

  @Test
  void accuracyLevel_isWrittenWhenAsked() {
    Nets net = new Nets(8);
    net.node("MatMul", "y", List.of(net.input("x", 2, 64), net.weights("w", 1, 64, 8)));
    Model model = net.output("y", 2, 8).model(13);
    Node plain = Quantizers.named("int4").quantize(model).model().graph().nodes().get(0);
    QuantizationOptions asked = DEFAULTS.with("accuracy_level", "4");
    Node level =
        Quantizers.named("int4").quantize(model, List.of(), asked).model().graph().nodes().get(0);
    assertThat(plain.attributes().has("accuracy_level")).isFalse();
    assertThat(level.attributes().intOr("accuracy_level", 0)).isEqualTo(4);
  }

  @ParameterizedTest(name = "symmetric {0}, bits {1}")
  @CsvSource({"no, 4", "yes, 4", "no, 8", "yes, 8"})
  void standardForm_givesTheSameNumbers(String symmetric, String bits) {
    Nets net = new Nets(9);
    String x = net.input("x", 2, 100);
    net.node(
        "Gemm",
        "y",
        List.of(x, net.weights("w", 0.2, 24, 100), net.weights("b", 1, 24)),
        Attribute.of("transB", 1L));
    Model model = net.output("y", 2, 24).model(21);
    QuantizationOptions options = DEFAULTS.with("symmetric", symmetric).with("bits", bits);

    Model ours = Quantizers.named("int4").quantize(model, List.of(), options).model();
    Model standard =
        Quantizers.named("int4").quantize(model, List.of(), options.with("form", "qdq")).model();

    assertThat(operators(standard)).containsExactly("DequantizeLinear", "MatMul", "Add");
    List<Map<String, Tensor>> samples = Nets.samples(model, 2, 3);
    assertThat(sqnr("reference", Decoded.of(ours), "reference", standard, samples))
        .isGreaterThan(100);
    // ONNX Runtime makes it a MatMulNBits that rounds activations to 8 bits.
    assertThat(sqnr(Decoded.of(ours), standard, samples)).isGreaterThan(40);
  }

  @Test
  void standardForm_ofAnOldModel_raisesItsOperatorSet() {
    Nets net = new Nets(10);
    net.node("MatMul", "y", List.of(net.input("x", 2, 64), net.weights("w", 1, 64, 8)));
    Model model = net.output("y", 2, 8).model(17);
    Model standard =
        Quantizers.named("int4").quantize(model, List.of(), DEFAULTS.with("form", "qdq")).model();
    assertThat(standard.opset("")).isEqualTo(21);
    assertThat(operators(standard)).containsExactly("DequantizeLinear", "MatMul");
    assertThat(sqnr(model, standard, Nets.samples(model, 2, 3))).isGreaterThan(15);
  }

  @Test
  void unknownSettings_areRefused() {
    Nets net = new Nets(11);
    net.node("Relu", "y", List.of(net.input("x", 1)));
    Model model = net.output("y", 1).model(13);
    for (String[] setting :
        List.of(
            new String[] {"block", "24"},
            new String[] {"algorithm", "magic"},
            new String[] {"colour", "red"})) {
      assertThatThrownBy(
              () ->
                  Quantizers.named("int4")
                      .quantize(model, List.of(), DEFAULTS.with(setting[0], setting[1])))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining(setting[0]);
    }
  }

  private static List<String> operators(Model model) {
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  /** Both engines compute what the codes say. */
  private static void expectDecoded(Model quantized, List<Map<String, Tensor>> samples) {
    Model plain = Decoded.of(quantized);
    assertThat(sqnr("reference", plain, "reference", quantized, samples)).isGreaterThan(100);
    assertThat(sqnr("reference", plain, "onnxruntime", quantized, samples)).isGreaterThan(100);
  }

  private static double sqnr(Model one, Model other, List<Map<String, Tensor>> samples) {
    return sqnr("onnxruntime", one, "onnxruntime", other, samples);
  }

  private static double sqnr(
      String where, Model one, String there, Model other, List<Map<String, Tensor>> samples) {
    double signal = 0;
    double noise = 0;
    try (Executable first = Accelerators.named(where).compile(one);
        Executable second = Accelerators.named(there).compile(other)) {
      for (Map<String, Tensor> sample : samples) {
        Map<String, Tensor> got = second.run(sample);
        for (Map.Entry<String, Tensor> wanted : first.run(sample).entrySet()) {
          float[] exact = wanted.getValue().toFloatArray();
          float[] rounded = got.get(wanted.getKey()).toFloatArray();
          for (int i = 0; i < exact.length; i++) {
            signal += (double) exact[i] * exact[i];
            noise += Math.pow((double) exact[i] - rounded[i], 2);
          }
        }
      }
    }
    return 10 * Math.log10(signal / Math.max(noise, Double.MIN_NORMAL));
  }
}
