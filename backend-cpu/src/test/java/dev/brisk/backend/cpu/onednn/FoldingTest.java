package dev.brisk.backend.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products of codes to codes beside the plain code of their operators: at most a neighbour. */
final class FoldingTest {
  private static final int SIZE = 6;
  private static final int INPUTS = 12;
  private static final int OUTPUTS = 20;

  private final GraphBuilder graph = Graph.builder("folding");
  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({
    "1, none, 0, 0",
    "1, none, 117, 140",
    "1, relu, 117, 30",
    "1, clip, 90, 77",
    "3, none, 117, 140",
    "3, clip, 0, 5",
    "1, add, 117, 131",
    "1, clip add, 60, 131",
    "1, add relu, 117, 10",
    "3, relu add clip, 117, 131",
    "1, sigmoid, 117, 3",
    "1, add add, 117, 131",
    "1, sigmoid add, 117, 131"
  })
  void codesAreThoseOfTheOperatorsOrTheirNeighbours(
      int window, String posts, int zero, int madeZero) {
    String x = numbers("x", INPUTS, 0.021f, zero);
    String value = convolution(x, window);
    for (String post : posts.split(" ")) {
      value = after(value, post);
    }
    String made = grid("made", 0.017f, madeZero);
    graph.node("QuantizeLinear", "y", List.of(value, made + ".s", made + ".z"));
    graph.output("y", ElementType.UINT8, Shape.of(1, OUTPUTS, SIZE, SIZE));
    Model model = Model.of(graph.build(), ModelInfo.of(21));
    Map<String, Tensor> inputs = inputs(model);
    float[] expected = run("reference", model, inputs);
    float[] actual = run("onednn", model, inputs);
    assertThat(actual).hasSameSizeAs(expected).containsExactly(expected, within(1f));
    assertThat(differing(actual, expected)).isLessThan(expected.length / 50);
  }

  /** A Gemm is the same product without a window. */
  @ParameterizedTest
  @CsvSource({"0, 117", "1, 117", "0, 0"})
  void rowsToo(long transposed, int zero) {
    String grid = grid("x.grid", 0.02f, zero);
    graph.input("x", ElementType.UINT8, Shape.of(5, 32));
    String x = graph.node("DequantizeLinear", "xn", List.of("x", grid + ".s", grid + ".z"));
    byte[] codes = new byte[32 * OUTPUTS];
    random.nextBytes(codes);
    long[] dims = transposed == 1 ? new long[] {OUTPUTS, 32} : new long[] {32, OUTPUTS};
    String weights = weights(codes, 1 - transposed, dims);
    Attribute transpose = Attribute.of("transB", transposed);
    String y = graph.node("Gemm", "product", List.of(x, weights, bias()), transpose);
    String made = grid("made", 0.02f, 99);
    graph.node("QuantizeLinear", "y", List.of(y, made + ".s", made + ".z"));
    graph.output("y", ElementType.UINT8, Shape.of(5, OUTPUTS));
    Model model = Model.of(graph.build(), ModelInfo.of(21));
    Map<String, Tensor> inputs = inputs(model);
    assertThat(run("onednn", model, inputs))
        .containsExactly(run("reference", model, inputs), within(1f));
  }

  private String after(String value, String post) {
    String name = value + "." + post;
    return switch (post) {
      case "none" -> value;
      case "relu" -> graph.node("Relu", name, List.of(value));
      case "sigmoid" -> graph.node("Sigmoid", name, List.of(value));
      case "clip" -> {
        graph.initializer(name + ".low", Tensor.of(new float[] {-0.7f}));
        graph.initializer(name + ".high", Tensor.of(new float[] {1.1f}));
        yield graph.node("Clip", name, List.of(value, name + ".low", name + ".high"));
      }
      default -> {
        String other = numbers(name + ".other", OUTPUTS, 0.013f, 101);
        yield graph.node("Add", name, List.of(value, other));
      }
    };
  }

  /** An input of codes, dequantized. */
  private String numbers(String name, int channels, float scale, int zero) {
    graph.input(name, ElementType.UINT8, Shape.of(1, channels, SIZE, SIZE));
    String grid = grid(name + ".grid", scale, zero);
    return graph.node(
        "DequantizeLinear", name + ".numbers", List.of(name, grid + ".s", grid + ".z"));
  }

  private String grid(String name, float scale, int zero) {
    graph.initializer(name + ".s", Tensor.of(new float[] {scale}));
    graph.initializer(name + ".z", Tensor.ofBytes(ElementType.UINT8, new byte[] {(byte) zero}));
    return name;
  }

  private String convolution(String x, int window) {
    byte[] codes = new byte[OUTPUTS * INPUTS * window * window];
    random.nextBytes(codes);
    String weights = weights(codes, 0, OUTPUTS, INPUTS, window, window);
    long pad = window / 2;
    return graph.node(
        "Conv",
        "product",
        List.of(x, weights, bias()),
        Attribute.of("pads", new long[] {pad, pad, pad, pad}));
  }

  private String weights(byte[] codes, long axis, long... dims) {
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) Math.max(-127, codes[i]);
    }
    float[] scales = new float[OUTPUTS];
    for (int i = 0; i < OUTPUTS; i++) {
      scales[i] = 0.001f * (1 + random.nextFloat());
    }
    graph.initializer("w", Tensor.ofBytes(ElementType.INT8, codes, dims));
    graph.initializer("w.s", Tensor.of(scales, OUTPUTS));
    graph.initializer("w.z", Tensor.ofBytes(ElementType.INT8, new byte[OUTPUTS], OUTPUTS));
    return graph.node(
        "DequantizeLinear", "wn", List.of("w", "w.s", "w.z"), Attribute.of("axis", axis));
  }

  private String bias() {
    float[] bias = new float[OUTPUTS];
    for (int i = 0; i < OUTPUTS; i++) {
      bias[i] = (float) random.nextGaussian();
    }
    return graph.initializer("b", Tensor.of(bias, OUTPUTS));
  }

  private Map<String, Tensor> inputs(Model model) {
    java.util.Map<String, Tensor> inputs = new java.util.HashMap<>();
    model
        .inputs()
        .forEach(
            input -> {
              byte[] codes = new byte[(int) input.shape().elements()];
              random.nextBytes(codes);
              inputs.put(
                  input.name(), Tensor.ofBytes(ElementType.UINT8, codes, input.shape().dims()));
            });
    return inputs;
  }

  private static int differing(float[] some, float[] others) {
    int count = 0;
    for (int i = 0; i < some.length; i++) {
      count += some[i] == others[i] ? 0 : 1;
    }
    return count;
  }

  private static float[] run(String accelerator, Model model, Map<String, Tensor> inputs) {
    try (Executable executable =
        Accelerators.named(accelerator).compile(model, CompileOptions.defaults().threads(1))) {
      return executable.run(inputs).values().iterator().next().toFloatArray();
    }
  }
}
