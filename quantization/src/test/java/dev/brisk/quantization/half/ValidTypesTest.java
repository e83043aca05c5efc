package dev.brisk.quantization.half;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.Accelerators;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.GraphVerifier;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.quantization.testing.Nets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ValidTypesTest {
  @ParameterizedTest
  @ValueSource(strings = {"fp16", "bf16"})
  void resizeAndNormalization_haveTheTypesOfTheStandard(String precision) {
    Nets net = new Nets(41);
    String c = net.conv("c", net.input("x", 1, 3, 8, 8), 3, 8, 3);
    net.constant("scales", Tensor.of(new float[] {1, 1, 2, 2}, 4));
    String large =
        net.node("Resize", "r", List.of(c, "", "scales"), Attribute.of("mode", "linear"));
    String group =
        net.node(
            "GroupNormalization",
            "g",
            List.of(large, net.weights("gs", 1, 8), net.weights("gb", 1, 8)),
            Attribute.of("num_groups", 2L));
    String instance =
        net.node(
            "InstanceNormalization",
            "i",
            List.of(group, net.weights("is", 1, 8), net.weights("ib", 1, 8)));
    net.node(
        Node.of(
            "LayerNormalization",
            "l",
            List.of(instance, net.weights("ls", 1, 16)),
            List.of("y", "mean")));
    Model model = net.output("y", 1, 8, 16, 16).output("mean", 1, 8, 16, 1).model(22);

    Quantization result = checked(precision, model, Nets.samples(model, 3, 5));

    assertThat(result.report().keptFloat()).isEmpty();
    assertThat(result.model().graph().initializers().values())
        .filteredOn(constant -> constant.elementType() == ElementType.FLOAT32)
        .extracting(Initializer::name)
        .containsExactly("scales");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp16", "bf16"})
  void branches_areConverted_andReadWhatIsAround(String precision) {
    Nets net = new Nets(42);
    String h =
        net.node("MatMul", "h", List.of(net.input("x", 2, 16), net.weights("w", 0.3, 16, 16)));
    String mean = net.node("ReduceMean", "m", List.of("x"), Attribute.of("keepdims", 0L));
    net.constant("zero", Tensor.of(new float[1]));
    String positive = net.node("Greater", "p", List.of(mean, "zero"));
    net.weights("shared", 0.3, 16, 16);
    net.node(
        Node.of(
            "If",
            "i",
            List.of(positive),
            List.of("b"),
            Attribute.of("then_branch", branch(h, "MatMul", "shared")),
            Attribute.of("else_branch", branch(h, "Add", "shared"))));
    net.node("MatMul", "y", List.of("b", net.weights("v", 0.3, 16, 4)));
    Model model = net.output("y", 2, 4).model(17);

    Quantization result = checked(precision, model, Nets.samples(model, 6, 5));

    assertThat(result.report().macsShare()).isEqualTo(1);
    assertThat(result.model().graph().initializers().values())
        .filteredOn(constant -> constant.shape().rank() > 0)
        .extracting(Initializer::elementType)
        .containsOnly(type(precision));
  }

  /** Reads a value and a constant of the graph around it; twice the same name inside. */
  private static Graph branch(String value, String operator, String constant) {
    GraphBuilder graph = Graph.builder("branch");
    String rows = "inner";
    if (operator.equals("Add")) {
      graph.initializer("rows", Tensor.of(new long[] {0, 1}, 2));
      graph.node("Gather", "picked", List.of(constant, "rows"));
      graph.node("Add", rows, List.of(value, "picked"));
    } else {
      graph.node(operator, rows, List.of(value, constant));
    }
    graph.node("Relu", "result", List.of(rows));
    graph.output("result", ElementType.FLOAT32, Shape.of(2, 16));
    return graph.build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp16", "bf16"})
  void loopBodies_areConverted(String precision) {
    GraphBuilder body = Graph.builder("body");
    body.input("step", ElementType.INT64, Shape.scalar());
    body.input("go", ElementType.BOOL, Shape.scalar());
    body.input("state", ElementType.FLOAT32, Shape.of(2, 8));
    body.node("MatMul", "next", List.of("state", "w"));
    body.node("Tanh", "bent", List.of("next"));
    body.node("Identity", "on", List.of("go"));
    body.node("Identity", "seen", List.of("bent"));
    body.output("on", ElementType.BOOL, Shape.scalar());
    body.output("bent", ElementType.FLOAT32, Shape.of(2, 8));
    body.output("seen", ElementType.FLOAT32, Shape.of(2, 8));
    Nets net = new Nets(43);
    net.weights("w", 0.5, 8, 8);
    net.constant("times", Tensor.of(new long[] {3}));
    net.constant("start", Tensor.of(new boolean[] {true}));
    net.node(
        Node.of(
            "Loop",
            "l",
            List.of("times", "start", net.input("x", 2, 8)),
            List.of("last", "all"),
            Attribute.of("body", body.build())));
    net.node("MatMul", "y", List.of("last", net.weights("v", 0.5, 8, 4)));
    Model model = net.output("y", 2, 4).output("all", 3, 2, 8).model(17);

    Quantization result = checked(precision, model, Nets.samples(model, 3, 5));

    assertThat(result.report().keptFloat())
        .extracting(NodeReport::operator)
        .doesNotContain("MatMul", "Tanh");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fp16", "bf16"})
  void inputsAndOutputs_areConvertedOnDemand(String precision) {
    Nets net = new Nets(44);
    net.constant("k", Tensor.of(new long[] {3}, 1));
    String c =
        net.node("MatMul", "c", List.of(net.input("x", 4, 16), net.weights("w", 0.3, 16, 16)));
    net.node(Node.of("TopK", "t", List.of("x", "k"), List.of("v", "i")));
    net.node("Relu", "y", List.of(c));
    Model model = net.output("y", 4, 16).output("v", 4, 3).model(17);
    QuantizationOptions options = options().with("io", "converted");

    Model half =
        Quantizers.named(precision).quantize(model, Nets.samples(model, 2, 5), options).model();

    GraphVerifier.verify(half.graph(), half.info());
    ShapeInference.infer(half);
    assertThat(half.inputs().get(0).elementType()).isEqualTo(type(precision));
    assertThat(half.outputs()).allMatch(output -> output.elementType() == type(precision));
    assertThat(half.outputs()).extracting(output -> output.name()).containsExactly("y", "v");
    Map<String, Tensor> sample = Nets.samples(model, 1, 6).get(0);
    Map<String, Tensor> converted = Map.of("x", sample.get("x").to(type(precision)));
    assertThat(relative(run("reference", model, sample), run("reference", half, converted)))
        .isLessThan(0.02);
    if (precision.equals("fp16")) {
      run("onnxruntime", half, converted);
    }
  }

  @Test
  void positions_stayFloat32() {
    Nets net = new Nets(45);
    net.constant("one", Tensor.of(new float[] {1}));
    net.constant("step", Tensor.of(new float[] {0.5f}));
    String h =
        net.node("MatMul", "h", List.of(net.input("x", 2, 16), net.weights("w", 0.3, 16, 16)));
    String size = net.node("ReduceMax", "m", List.of("x"), Attribute.of("keepdims", 0L));
    String scaled = net.node("Mul", "s", List.of(size, "step"));
    String angle = net.node("Sin", "a", List.of(net.node("Add", "o", List.of(scaled, "one"))));
    net.node("Mul", "y", List.of(h, angle));
    Model model = net.output("y", 2, 16).model(17);
    Quantization result = checked("fp16", model, Nets.samples(model, 3, 5));
    assertThat(result.report().keptFloat())
        .extracting(NodeReport::node)
        .contains("s", "o", "a")
        .doesNotContain("h", "y");
  }

  private static QuantizationOptions options() {
    return QuantizationOptions.defaults().accelerator(Accelerators.named("reference"));
  }

  private static Quantization checked(
      String precision, Model model, List<Map<String, Tensor>> samples) {
    Quantization result = Quantizers.named(precision).quantize(model, samples, options());
    Model half = result.model();
    GraphVerifier.verify(half.graph(), half.info());
    ShapeInference.infer(half);
    assertThat(result.report().warnings()).isEmpty();
    double most = precision.equals("fp16") ? 0.01 : 0.08;
    for (Map<String, Tensor> sample : samples) {
      Map<String, Tensor> expected = run("reference", model, sample);
      assertThat(relative(expected, run("reference", half, sample))).isLessThan(most);
      if (precision.equals("fp16")) {
        assertThat(relative(expected, run("onnxruntime", half, sample))).isLessThan(most);
      }
    }
    return result;
  }

  private static ElementType type(String precision) {
    return precision.equals("fp16") ? ElementType.FLOAT16 : ElementType.BFLOAT16;
  }

  private static Map<String, Tensor> run(
      String accelerator, Model model, Map<String, Tensor> sample) {
    try (Executable executable = Accelerators.named(accelerator).compile(model)) {
      return executable.run(sample);
    }
  }

  private static double relative(Map<String, Tensor> expected, Map<String, Tensor> actual) {
    double signal = 0;
    double noise = 0;
    for (Map.Entry<String, Tensor> entry : expected.entrySet()) {
      float[] exact = entry.getValue().toFloatArray();
      float[] near = actual.get(entry.getKey()).toFloatArray();
      for (int i = 0; i < exact.length; i++) {
        signal += exact[i] * exact[i];
        noise += Math.pow(exact[i] - near[i], 2);
      }
    }
    return Math.sqrt(noise / signal);
  }
}
