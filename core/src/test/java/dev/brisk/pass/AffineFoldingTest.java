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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AffineFoldingTest {
  private static final List<Pass> PASSES = List.of(new AffineFolding(), new DeadCode());

  private final GraphBuilder graph = Graph.builder("test");
  private Random random = new Random(1);
  private ElementType type = ElementType.FLOAT32;

  private String constant(String name, long... dims) {
    return graph.initializer(name, Agreement.random(type, Shape.of(dims), random));
  }

  private String positive(String name, long... dims) {
    double[] values = Agreement.floats(random, dims).toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.1 + Math.abs(values[i]);
    }
    return graph.initializer(name, Tensor.of(values, dims).to(type));
  }

  private String normalization(String name, String input, long channels) {
    String gamma = constant(name + "_gamma", channels);
    String beta = constant(name + "_beta", channels);
    String mean = constant(name + "_mean", channels);
    String variance = positive(name + "_variance", channels);
    return graph.node(
        "BatchNormalization",
        name,
        List.of(input, gamma, beta, mean, variance),
        Attribute.of("epsilon", 1e-3f));
  }

  private Model model(String output) {
    graph.output(output, type, null);
    return Model.of(graph.build(), ModelInfo.of(17));
  }

  private static List<String> operators(Model model) {
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void convolutionOfAnyKind_withWhateverFollows(int seed) {
    random = new Random(seed);
    int groups = 1 << random.nextInt(3);
    int inputs = groups * (1 + random.nextInt(2));
    int outputs = groups * (1 + random.nextInt(3));
    boolean transposed = random.nextBoolean();
    int spatial = 1 + random.nextInt(2);
    long[] weights = new long[spatial + 2];
    long[] image = new long[spatial + 2];
    for (int i = 2; i < spatial + 2; i++) {
      weights[i] = 1 + random.nextInt(3);
      image[i] = 5;
    }
    weights[0] = transposed ? inputs : outputs;
    weights[1] = (transposed ? outputs : inputs) / groups;
    image[0] = 2;
    image[1] = inputs;
    graph.input("x", type, Shape.of(image));
    List<String> reads = new ArrayList<>(List.of("x", constant("w", weights)));
    if (random.nextBoolean()) {
      reads.add(constant("b", outputs));
    }
    graph.node(
        transposed ? "ConvTranspose" : "Conv", "conv", reads, Attribute.of("group", (long) groups));
    String last = "conv";
    for (int i = 0; i < 3; i++) {
      last = follower("f" + i, last, outputs, spatial);
    }
    Model clean = Agreement.check(PASSES, model(last), random, 1e-5);
    assertThat(operators(clean)).hasSize(1);
    assertThat(clean.graph().initializers()).hasSize(2);
  }

  /** A random node that scales and shifts channels. */
  private String follower(String name, String input, int channels, int spatial) {
    long[] dims = new long[spatial + 1 + random.nextInt(2)];
    java.util.Arrays.fill(dims, 1);
    dims[dims.length - spatial - 1] = random.nextBoolean() ? channels : 1;
    return switch (random.nextInt(6)) {
      case 0 -> graph.node("Add", name, List.of(input, constant(name + "_c", dims)));
      case 1 -> graph.node("Add", name, List.of(constant(name + "_c", dims), input));
      case 2 -> graph.node("Sub", name, List.of(input, constant(name + "_c", dims)));
      case 3 -> graph.node("Mul", name, List.of(constant(name + "_c", dims), input));
      case 4 -> graph.node("Div", name, List.of(input, positive(name + "_c", dims)));
      default -> normalization(name, input, channels);
    };
  }

  @ParameterizedTest(name = "transB {0}, alpha {1}, beta {2}, C of rank {3}")
  @CsvSource({"0, 1, 1, -1", "1, 0.5, 2, 0", "1, 2, 0.5, 1", "0, 1, 3, 2", "1, 1, 1, 1"})
  void gemm_withNormalization(int transposed, float alpha, float beta, int rank) {
    graph.input("x", type, Shape.of(3, 4));
    List<String> reads = new ArrayList<>();
    reads.add("x");
    reads.add(transposed == 1 ? constant("w", 5, 4) : constant("w", 4, 5));
    if (rank >= 0) {
      reads.add(rank == 0 ? constant("c") : rank == 1 ? constant("c", 5) : constant("c", 1, 5));
    }
    graph.node(
        "Gemm",
        "gemm",
        reads,
        Attribute.of("transB", (long) transposed),
        Attribute.of("alpha", alpha),
        Attribute.of("beta", beta));
    Model clean = Agreement.check(PASSES, model(normalization("bn", "gemm", 5)), random, 1e-5);
    assertThat(operators(clean)).containsExactly("Gemm");
  }

  @Test
  void gemm_withAFullMatrixAsBias_stays() {
    graph.input("x", type, Shape.of(3, 4));
    graph.node("Gemm", "gemm", List.of("x", constant("w", 4, 5), constant("c", 3, 5)));
    Model clean = Passes.apply(PASSES, model(normalization("bn", "gemm", 5)));
    assertThat(operators(clean)).containsExactly("Gemm", "BatchNormalization");
  }

  @Test
  void doubles_areFoldedAsDoubles() {
    type = ElementType.FLOAT64;
    graph.input("x", type, Shape.of(2, 4));
    graph.node("Gemm", "gemm", List.of("x", constant("w", 4, 5)));
    Model clean = Agreement.check(PASSES, model(normalization("bn", "gemm", 5)), random, 1e-6);
    assertThat(operators(clean)).containsExactly("Gemm");
    assertThat(clean.graph().initializers().values())
        .allMatch(initializer -> initializer.elementType() == ElementType.FLOAT64);
  }

  @Test
  void halfPrecision_isRoundedOnce() {
    type = ElementType.FLOAT16;
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", constant("w", 4, 3, 3, 3)));
    graph.initializer("c", Tensor.of(new float[] {3}).to(type));
    graph.node("Div", "y", List.of("conv", "c"));
    Model model = model("y");
    Graph clean = Passes.apply(PASSES, model).graph();
    double[] before = model.graph().initializers().get("w").tensor().toDoubleArray();
    Tensor after = clean.initializers().get("w").tensor();
    assertThat(after.elementType()).isEqualTo(type);
    for (int i = 0; i < before.length; i++) {
      before[i] *= 1 / 3.0;
    }
    assertThat(after.toByteArray()).isEqualTo(Tensor.of(before, 4, 3, 3, 3).to(type).toByteArray());
  }

  @Test
  void halfPrecisionThatWouldOverflow_stays() {
    type = ElementType.FLOAT16;
    graph.input("x", type, Shape.of(1, 1, 4, 4));
    graph.node("Conv", "conv", List.of("x", constant("w", 1, 1, 3, 3)));
    graph.initializer("c", Tensor.of(new float[] {60000}, 1).to(type));
    graph.node("Mul", "y", List.of("conv", "c"));
    graph.node("Mul", "z", List.of("y", "c"));
    assertThat(operators(Passes.apply(PASSES, model("z")))).contains("Mul");
  }

  @Test
  void convolutionThatIsReadElsewhere_stays() {
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", constant("w", 4, 3, 3, 3)));
    normalization("bn", "conv", 4);
    graph.node("Relu", "other", List.of("conv"));
    graph.output("other", type, null);
    Model clean = Passes.apply(PASSES, model("bn"));
    assertThat(operators(clean)).containsExactly("Conv", "BatchNormalization", "Relu");
  }

  @Test
  void convolutionThatIsAnOutput_stays() {
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", constant("w", 4, 3, 3, 3)));
    graph.output("conv", type, null);
    Model clean = Passes.apply(PASSES, model(normalization("bn", "conv", 4)));
    assertThat(operators(clean)).containsExactly("Conv", "BatchNormalization");
  }

  @Test
  void sharedWeights_areCopied() {
    graph.input("x", type, Shape.of(1, 3, 8, 8));
    String weights = constant("w", 3, 3, 3, 3);
    graph.node("Conv", "a", List.of("x", weights));
    normalization("an", "a", 3);
    graph.node("Conv", "b", List.of("an", weights));
    normalization("bn", "b", 3);
    graph.node("Conv", "c", List.of("bn", weights));
    Model clean = Agreement.check(PASSES, model("c"), random, 1e-5);
    assertThat(operators(clean)).containsExactly("Conv", "Conv", "Conv");
    assertThat(clean.graph().initializers()).containsKeys("w", "w_2", "w_3");
  }

  @Test
  void training_stays() {
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", constant("w", 4, 3, 3, 3)));
    normalization("bn", "conv", 4);
    Graph built = model("bn").graph();
    Node bn = built.producer("bn");
    Model training =
        Model.of(
            built.toBuilder()
                .nodes(
                    List.of(
                        built.nodes().get(0),
                        bn.withAttributes(bn.attributes().with(Attribute.of("training_mode", 1L)))))
                .build(),
            ModelInfo.of(17));
    assertThat(operators(Passes.apply(PASSES, training))).hasSize(2);
  }

  @Test
  void constantsThatAreNotOnePerChannel_stay() {
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", constant("w", 4, 3, 3, 3)));
    graph.node("Add", "rows", List.of("conv", constant("row", 4)));
    graph.node("Conv", "conv2", List.of("rows", constant("w2", 4, 4, 1, 1)));
    graph.node("Add", "five", List.of("conv2", constant("deep", 1, 1, 4, 1, 1)));
    Model clean = Passes.apply(PASSES, model("five"));
    assertThat(operators(clean)).containsExactly("Conv", "Add", "Conv", "Add");
  }

  @Test
  void oneChannelStretchedByTheConstant_stays() {
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", constant("w", 1, 3, 3, 3)));
    graph.node("Mul", "y", List.of("conv", constant("c", 4, 1, 1)));
    Model clean = Agreement.check(PASSES, model("y"), random, 0);
    assertThat(operators(clean)).containsExactly("Conv", "Mul");
  }

  @Test
  void weightsThatACallerMayReplace_stay() {
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.input("w", type, Shape.of(4, 3, 3, 3));
    graph.node("Conv", "conv", List.of("x", constant("w", 4, 3, 3, 3)));
    Model clean = Passes.apply(PASSES, model(normalization("bn", "conv", 4)));
    assertThat(operators(clean)).hasSize(2);
  }

  @Test
  void untouchedWeights_areNotCopied() {
    graph.input("x", type, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", constant("w", 4, 3, 3, 3)));
    graph.node("Add", "y", List.of("conv", constant("c", 4, 1, 1)));
    Model model = model("y");
    Model clean = Agreement.check(PASSES, model, random, 1e-6);
    assertThat(clean.graph().initializers().get("w"))
        .isSameAs(model.graph().initializers().get("w"));
  }
}
