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
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The passes but {@link AffineFolding}, each on small graphs. */
final class CleanupPassesTest {
  private static final Shape BATCH = Shape.of(new long[] {-1, 4}, new String[] {"batch", null});

  private final GraphBuilder graph = Graph.builder("test");
  private final Random random = new Random(1);

  private void input(long... dims) {
    graph.input("x", ElementType.FLOAT32, Shape.of(dims));
  }

  private String floats(String name, long... dims) {
    return graph.initializer(name, Agreement.floats(random, dims));
  }

  private String integers(String name, long... values) {
    return graph.initializer(name, Tensor.of(values, values.length));
  }

  private Model cleaned(Pass pass, String... outputs) {
    for (String output : outputs) {
      graph.output(Value.tensor(output, ElementType.FLOAT32, null));
    }
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    return Agreement.check(List.of(pass), model, random, 1e-6);
  }

  private static List<String> operators(Model model) {
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  @Test
  void inputInitializers_becomeConstant() {
    input(2, 4);
    floats("w", 4, 4);
    graph.input("w", ElementType.FLOAT32, Shape.of(4, 4));
    graph.node("MatMul", "y", List.of("x", "w"));
    Model clean = cleaned(new InputInitializers(), "y");
    assertThat(clean.graph().inputs()).extracting(Value::name).containsExactly("x");
    assertThat(clean.graph().constant("w")).isNotNull();
  }

  @Test
  void constants_areFoldedInTheOrderOfTheNodes() {
    input(4);
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "c" + i).toList();
    String sum = "x";
    for (String name : names) {
      Tensor value = Agreement.floats(random, 4);
      graph.node(Node.of("Constant", "", List.of(), List.of(name), Attribute.of("value", value)));
      sum = graph.node("Add", "plus_" + name, List.of(sum, name));
    }
    Model clean = cleaned(new ConstantFolding(), sum);
    assertThat(clean.graph().initializers().keySet()).containsExactlyElementsOf(names);
  }

  @Test
  void constants_areFoldedUpToWhatIsNot() {
    input(2, 4);
    Tensor value = Agreement.floats(random, 4, 1);
    graph.node(Node.of("Constant", "", List.of(), List.of("c"), Attribute.of("value", value)));
    graph.node("Reshape", "row", List.of("c", integers("shape", -1)));
    graph.node("Mul", "twice", List.of("row", "row"));
    graph.node("Add", "y", List.of("x", "twice"));
    Model clean = cleaned(new ConstantFolding(), "y");
    assertThat(operators(clean)).containsExactly("Add");
    assertThat(clean.graph().initializers()).containsKey("twice").doesNotContainKey("row");
  }

  @Test
  void constantOutput_keepsItsNode() {
    Tensor value = Agreement.floats(random, 4);
    graph.node(Node.of("Constant", "", List.of(), List.of("c"), Attribute.of("value", value)));
    assertThat(operators(cleaned(new ConstantFolding(), "c"))).containsExactly("Constant");
  }

  @Test
  void largeResults_areNotFolded() {
    graph.node("Expand", "y", List.of(floats("c", 1), integers("shape", 300, 300)));
    graph.node("Neg", "z", List.of("y"));
    assertThat(operators(cleaned(new ConstantFolding(), "z"))).containsExactly("Expand", "Neg");
  }

  @Test
  void dequantizedWeights_areNotFolded() {
    input(2, 4);
    graph.initializer("codes", Tensor.ofBytes(ElementType.INT8, new byte[16], 4, 4));
    graph.initializer("scale", Tensor.of(new float[] {0.1f}));
    graph.node("DequantizeLinear", "w", List.of("codes", "scale"));
    graph.node("MatMul", "y", List.of("x", "w"));
    assertThat(operators(cleaned(new ConstantFolding(), "y")))
        .containsExactly("DequantizeLinear", "MatMul");
  }

  @Test
  void knownShapes_areConstants() {
    graph.input("x", ElementType.FLOAT32, BATCH);
    graph.node("Transpose", "t", List.of("x"));
    graph.node("Shape", "s", List.of("t"));
    graph.node("Gather", "four", List.of("s", integers("zero", 0)));
    graph.node("Concat", "shape", List.of("four", integers("rest", -1)), Attribute.of("axis", 0L));
    graph.node("Reshape", "y", List.of("t", "shape"));
    Model clean = Passes.apply(List.of(new DeadCode()), cleaned(new ConstantFolding(), "y"));
    assertThat(operators(clean)).containsExactly("Transpose", "Reshape");
  }

  @Test
  void identities_betweenNodesGo() {
    graph.input("x", ElementType.FLOAT32, BATCH);
    graph.node("Identity", "a", List.of("x"));
    graph.node("Dropout", "b", List.of("a"));
    graph.node("Cast", "c", List.of("b"), Attribute.of("to", 1L));
    graph.node("Transpose", "d", List.of("c"), Attribute.of("perm", new long[] {0, 1}));
    graph.node("Reshape", "e", List.of("d", integers("same", 0, 4)));
    graph.node("Reshape", "f", List.of("e", integers("rest", -1, 4)));
    graph.node("Relu", "y", List.of("f"));
    Model clean = cleaned(new IdentityRemoval(), "y");
    assertThat(operators(clean)).containsExactly("Relu");
    assertThat(clean.graph().nodes().get(0).inputs()).containsExactly("x");
  }

  @Test
  void reshapesThatMayChangeTheShape_stay() {
    graph.input("x", ElementType.FLOAT32, BATCH);
    graph.node("Reshape", "a", List.of("x", integers("other", 2, 4)));
    graph.node("Reshape", "b", List.of("a", integers("flat", -1)));
    graph.value(Value.tensor("a", ElementType.FLOAT32, BATCH));
    assertThat(operators(cleaned(new IdentityRemoval(), "b"))).hasSize(2);
  }

  @Test
  void identityBeforeAnOutput_givesItItsName() {
    input(2, 4);
    graph.node("Relu", "a", List.of("x"));
    graph.node("Identity", "b", List.of("a"));
    graph.node("Identity", "y", List.of("b"));
    graph.node("Neg", "z", List.of("a"));
    Model clean = cleaned(new IdentityRemoval(), "y", "z");
    assertThat(operators(clean)).containsExactly("Relu", "Neg");
    assertThat(clean.graph().producer("y").operator()).isEqualTo("Relu");
    assertThat(clean.graph().producer("z").inputs()).containsExactly("y");
  }

  @Test
  void identitiesThatNameTwoOutputs_stay() {
    input(2, 4);
    graph.node("Relu", "a", List.of("x"));
    graph.node("Identity", "y", List.of("a"));
    graph.node("Identity", "z", List.of("a"));
    graph.node("Identity", "w", List.of("x"));
    Model clean = cleaned(new IdentityRemoval(), "y", "z", "w");
    assertThat(operators(clean)).containsExactly("Relu", "Identity", "Identity");
  }

  @Test
  void identityReadBySubgraphs_isBridgedThere() {
    input(2, 4);
    graph.initializer("test", Tensor.of(new boolean[] {true}));
    graph.node("Identity", "a", List.of("x"));
    Graph yes =
        Graph.builder("yes")
            .node(Node.of("Relu", "", List.of("a"), List.of("r")))
            .output(Value.tensor("r", ElementType.FLOAT32, null))
            .build();
    Graph no =
        Graph.builder("no")
            .node(Node.of("Neg", "", List.of("a"), List.of("n")))
            .output(Value.tensor("n", ElementType.FLOAT32, null))
            .build();
    graph.node(
        "If",
        "y",
        List.of("test"),
        Attribute.of("then_branch", yes),
        Attribute.of("else_branch", no));
    Model clean = cleaned(new IdentityRemoval(), "y");
    assertThat(operators(clean)).containsExactly("If");
    assertThat(clean.graph().nodes().get(0).reads()).containsExactly("test", "x");
  }

  @Test
  void trainingDropout_stays() {
    input(2, 4);
    graph.initializer("ratio", Tensor.of(new float[] {0}));
    graph.initializer("training", Tensor.of(new boolean[] {true}));
    graph.node("Dropout", "y", List.of("x", "ratio", "training"));
    assertThat(operators(cleaned(new IdentityRemoval(), "y"))).containsExactly("Dropout");
  }

  @Test
  void deadNodesAndWeights_go() {
    input(2, 4);
    graph.input("unused", ElementType.FLOAT32, Shape.of(1));
    graph.node("Relu", "y", List.of("x"));
    graph.node("Mul", "dead", List.of("y", floats("w", 4)));
    graph.node("Neg", "deader", List.of("dead"));
    Model clean = cleaned(new DeadCode(), "y");
    assertThat(operators(clean)).containsExactly("Relu");
    assertThat(clean.graph().initializers()).isEmpty();
    assertThat(clean.graph().inputs()).hasSize(2);
  }

  @ParameterizedTest(name = "bias first {0}, bias of rank {1}")
  @CsvSource({"true, 1", "false, 1", "false, 2"})
  void matrixProducts_becomeGemm(boolean biasFirst, int rank) {
    graph.input("x", ElementType.FLOAT32, BATCH);
    String bias = rank == 1 ? floats("b", 3) : floats("b", 1, 3);
    graph.node("MatMul", "p", List.of("x", floats("w", 4, 3)));
    graph.node("Add", "y", biasFirst ? List.of(bias, "p") : List.of("p", bias));
    Model clean = cleaned(new MatMulToGemm(), "y");
    assertThat(operators(clean)).containsExactly("Gemm");
  }

  @Test
  void productsThatMayBeStacks_stay() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 5, 4));
    graph.node("MatMul", "p", List.of("x", floats("w", 4, 3)));
    graph.node("Add", "y", List.of("p", floats("b", 3)));
    assertThat(operators(cleaned(new MatMulToGemm(), "y"))).containsExactly("MatMul", "Add");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "Conv, NOTSET, Pad-free",
    "Conv, VALID, Pad-free",
    "Conv, SAME_UPPER, kept",
    "AveragePool, NOTSET, Pad-free",
    "MaxPool, NOTSET, kept",
  })
  void zeroPadding_movesIntoTheWindow(String operator, String autoPad, String result) {
    input(1, 2, 6, 6);
    graph.node("Pad", "p", List.of("x", integers("pads", 0, 0, 1, 0, 0, 0, 2, 1)));
    Attribute auto = Attribute.of("auto_pad", autoPad);
    if (operator.equals("Conv")) {
      graph.node("Conv", "y", List.of("p", floats("w", 3, 2, 3, 3)), auto);
    } else {
      graph.node(
          operator, "y", List.of("p"), auto, Attribute.of("kernel_shape", new long[] {3, 3}));
    }
    Model clean = cleaned(new PadFolding(), "y");
    Model rest = Passes.apply(List.of(new DeadCode()), clean);
    assertThat(operators(rest).contains("Pad")).isEqualTo(result.equals("kept"));
  }

  @Test
  void zeroPaddingOfPositiveValues_movesIntoMaxPool() {
    input(1, 2, 6, 6);
    graph.node("Relu", "r", List.of("x"));
    graph.node("Pad", "p", List.of("r", integers("pads", 0, 0, 1, 1, 0, 0, 1, 1)));
    graph.node("MaxPool", "y", List.of("p"), Attribute.of("kernel_shape", new long[] {3, 3}));
    Model clean = cleaned(new PadFolding(), "y");
    assertThat(clean.graph().producer("y").inputs()).containsExactly("r");
  }

  @ParameterizedTest(name = "mode {0}, pads {1}, value {2}")
  @CsvSource({"reflect, 1, 0", "constant, -1, 0", "constant, 1, 2"})
  void otherPadding_stays(String mode, long pad, float value) {
    input(1, 2, 6, 6);
    graph.initializer("value", Tensor.of(new float[] {value}));
    graph.node(
        "Pad",
        "p",
        List.of("x", integers("pads", 0, 0, pad, 0, 0, 0, 0, 0), "value"),
        Attribute.of("mode", mode));
    graph.node("Conv", "y", List.of("p", floats("w", 3, 2, 3, 3)));
    assertThat(operators(cleaned(new PadFolding(), "y"))).containsExactly("Pad", "Conv");
  }

  @ParameterizedTest
  @CsvSource({
    "10 1 10, 2", // float16 has room in float32
    "10 1 11, 2",
    "1 10 1, 2", // but not the other way round
    "1 6 1, 2",
    "6 7 2, 3",
    "6 1 6, 4", // not every int32 is a float32
    "6 11 6, 2",
    "9 6 1, 2",
  })
  void castsByWayOfLargerTypes_areOne(String types, int left) {
    String[] way = types.split(" ");
    ElementType first = ElementType.ofOnnxCode(Integer.parseInt(way[0]));
    input(2, 3);
    graph.node("Relu", "r", List.of("x"));
    String value = "r";
    for (String type : first == ElementType.FLOAT32 ? List.of(way[1], way[2]) : List.of(way)) {
      Attribute to = Attribute.of("to", Long.parseLong(type));
      value = graph.node("Cast", value + "c", List.of(value), to);
    }
    graph.node("Cast", "y", List.of(value), Attribute.of("to", 1L));
    Model clean =
        cleaned(new Together("t", new Chains(), new IdentityRemoval(), new DeadCode()), "y");
    assertThat(operators(clean)).filteredOn("Cast"::equals).hasSize(left);
  }

  @Test
  void transposesThatFollowEachOther_areOne() {
    input(2, 3, 4);
    Attribute turn = Attribute.of("perm", new long[] {1, 2, 0});
    graph.node("Transpose", "a", List.of("x"), turn);
    graph.node("Transpose", "b", List.of("a"), turn);
    graph.node("Transpose", "y", List.of("b"), turn);
    graph.node("Transpose", "c", List.of("b"));
    graph.node("Transpose", "z", List.of("c"));
    Pass both = new Together("t", new Chains(), new IdentityRemoval(), new DeadCode());
    Model clean = cleaned(both, "y", "z");
    assertThat(operators(clean)).containsExactlyInAnyOrder("Transpose", "Transpose");
  }

  @Test
  void changesOfShapeThatFollowEachOther_areOne() {
    graph.input("x", ElementType.FLOAT32, BATCH);
    graph.node("Unsqueeze", "a", List.of("x", integers("axis", 0)));
    graph.node("Reshape", "b", List.of("a", integers("shape", -1, 2, 2)));
    graph.node("Flatten", "y", List.of("b"), Attribute.of("axis", 2L));
    graph.node("Reshape", "z", List.of("b", integers("again", -1, 4)));
    graph.node("Relu", "out", List.of("z"));
    Pass both = new Together("t", new Chains(), new IdentityRemoval(), new DeadCode());
    Model clean = cleaned(both, "y", "out");
    assertThat(operators(clean)).containsExactlyInAnyOrder("Reshape", "Relu");
  }

  @Test
  void masksThatNobodyReads_areLeftOut() {
    input(2, 3);
    graph.node(Node.of("Dropout", "d", List.of("x"), List.of("dropped", "mask")));
    graph.node("Relu", "y", List.of("dropped"));
    graph.node(Node.of("Dropout", "e", List.of("y"), List.of("z", "read")));
    graph.node("Cast", "w", List.of("read"), Attribute.of("to", 1L));
    Pass both = new Together("t", new UnusedOutputs(), new IdentityRemoval());
    Model clean = cleaned(both, "z", "w");
    assertThat(operators(clean)).containsExactly("Relu", "Dropout", "Cast");
  }

  @Test
  void weightsThatStay_areNotDecoded() {
    graph.input("x", ElementType.FLOAT32, Shape.of(1, 3, 6, 6));
    graph.node("Conv", "conv", List.of("x", locked("w", 8, 3, 3, 3), floats("b", 8)));
    graph.node("Relu", "r", List.of("conv"));
    graph.node("Flatten", "flat", List.of("r"));
    graph.node("MatMul", "product", List.of("flat", locked("v", 128, 512)));
    graph.node("Add", "sum", List.of("product", locked("c", 512)));
    graph.node("Gather", "looked", List.of(floats("table", 1000, 512), integers("at", 3, 4)));
    graph.node("Concat", "y", List.of("sum", "looked"), Attribute.of("axis", 0L));
    graph.output(Value.tensor("y", ElementType.FLOAT32, null));
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    assertThat(operators(Passes.apply(Passes.CLEANUP, model)))
        .containsExactly("Conv", "Relu", "Flatten", "Gemm", "Concat");
  }

  /** Weights that fail to decode. */
  private String locked(String name, long... dims) {
    graph.initializer(
        Initializer.lazy(
            name,
            ElementType.FLOAT32,
            Shape.of(dims),
            () -> {
              throw new AssertionError(name + " is not to be decoded");
            },
            name));
    return name;
  }
}
