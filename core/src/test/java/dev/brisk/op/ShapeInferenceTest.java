package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShapeInferenceTest {
  private static final Shape IMAGES =
      Shape.of(new long[] {-1, 3, 32, 32}, new String[] {"batch", null, null, null});

  private final GraphBuilder graph = Graph.builder("test");

  private Types infer() {
    return ShapeInference.infer(model(17));
  }

  private Model model(int opset) {
    return Model.of(graph.build(), ModelInfo.of(opset));
  }

  private String floats(String name, long... dims) {
    return graph.initializer(name, Tensor.allocate(ElementType.FLOAT32, Shape.of(dims)));
  }

  private String integers(String name, long... values) {
    return graph.initializer(name, Tensor.of(values, values.length));
  }

  @Test
  void convolution_keepsTheBatchSymbol() {
    graph.input("x", ElementType.FLOAT32, IMAGES);
    graph.node(
        "Conv",
        "y",
        List.of("x", floats("w", 8, 3, 3, 3)),
        Attribute.of("pads", new long[] {1, 1, 1, 1}),
        Attribute.of("strides", new long[] {2, 2}));
    graph.node("GlobalAveragePool", "z", List.of("y"));
    graph.node("Flatten", "flat", List.of("z"));
    graph.node("Gemm", "out", List.of("flat", floats("v", 10, 8)), Attribute.of("transB", 1L));
    Types types = infer();
    assertThat(types.shape("y")).hasToString("[batch,8,16,16]");
    assertThat(types.shape("flat")).hasToString("[batch,8]");
    assertThat(types.shape("out")).hasToString("[batch,10]");
    assertThat(types.elementType("out")).isEqualTo(ElementType.FLOAT32);
  }

  @Test
  void givenShapes_bindSymbols() {
    graph.input("x", ElementType.FLOAT32, IMAGES);
    graph.input("y", ElementType.FLOAT32, Shape.of(new long[] {-1}, new String[] {"batch"}));
    graph.node("Relu", "a", List.of("x"));
    graph.node("Relu", "b", List.of("y"));
    Types types = ShapeInference.infer(model(17), Map.of("x", Shape.of(4, 3, 32, 32)));
    assertThat(types.shape("a")).isEqualTo(Shape.of(4, 3, 32, 32));
    assertThat(types.shape("b")).isEqualTo(Shape.of(4));
  }

  @Test
  void givenShapes_mustFit() {
    graph.input("x", ElementType.FLOAT32, IMAGES);
    Model model = model(17);
    assertThatThrownBy(() -> ShapeInference.infer(model, Map.of("x", Shape.of(4, 1, 32, 32))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Input 'x' takes shape [batch,3,32,32], but shape [4,1,32,32] was given");
    assertThatThrownBy(() -> ShapeInference.infer(model, Map.of("z", Shape.of(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no input 'z'")
        .hasMessageContaining("[x]");
  }

  @Test
  void reshape_byShapesComputedFromTheInput_isFound() {
    graph.input(
        "x",
        ElementType.FLOAT32,
        Shape.of(new long[] {-1, -1, 64}, new String[] {"batch", "steps", null}));
    graph.node("Shape", "shape", List.of("x"));
    graph.node("Gather", "batch", List.of("shape", scalar("zero", 0)));
    graph.node("Gather", "steps", List.of("shape", scalar("one", 1)));
    graph.node("Unsqueeze", "b", List.of("batch", integers("axis", 0)));
    graph.node("Unsqueeze", "s", List.of("steps", "axis"));
    graph.node(
        "Concat",
        "asked",
        List.of("b", "s", integers("heads", 4), integers("rest", -1)),
        Attribute.of("axis", 0L));
    graph.node("Reshape", "y", List.of("x", "asked"));
    graph.node("Transpose", "z", List.of("y"), Attribute.of("perm", new long[] {0, 2, 1, 3}));
    graph.node("Reshape", "back", List.of("z", integers("flat", 0, -1)));
    Types types = infer();
    assertThat(types.shape("y")).hasToString("[batch,steps,4,16]");
    assertThat(types.shape("z")).hasToString("[batch,4,steps,16]");
    assertThat(types.shape("back").dim(0)).isEqualTo(Shape.FREE);
    assertThat(types.shape("back").symbol(0)).isEqualTo("batch");
  }

  private String scalar(String name, long value) {
    return graph.initializer(name, Tensor.of(new long[] {value}));
  }

  @Test
  void pads_thatConstantsCompute_areFound() {
    graph.input("x", ElementType.FLOAT32, Shape.of(1, 16, 8, 8));
    graph.node(
        "ConstantOfShape",
        "zeros",
        List.of(integers("two", 2)),
        Attribute.of("value", Tensor.of(new long[] {0}, 1)));
    graph.node(
        "Concat",
        "pairs",
        List.of(integers("given", 0, 0, 0, 0, 8, 8), "zeros"),
        Attribute.of("axis", 0L));
    graph.node("Reshape", "rows", List.of("pairs", integers("by", -1, 2)));
    graph.node(
        "Slice",
        "turned",
        List.of(
            "rows",
            integers("start", -1),
            integers("end", Long.MIN_VALUE),
            integers("axes", 0),
            integers("step", -1)));
    graph.node("Transpose", "columns", List.of("turned"));
    graph.node("Reshape", "pads", List.of("columns", integers("all", -1)));
    graph.node("Pad", "y", List.of("x", "pads"));
    Types types = infer();
    assertThat(types.constant("pads").toLongArray()).containsExactly(0, 8, 0, 0, 0, 8, 0, 0);
    assertThat(types.shape("y")).isEqualTo(Shape.of(1, 32, 8, 8));
  }

  @Test
  void constantsThatTakeMuchWork_areNotComputed() {
    String w = graph.initializer("w", Tensor.of(new float[64 * 64], 64, 64));
    Attribute all = Attribute.of("equation", "ab,cd,ef->");
    graph.node("Einsum", "sum", List.of(w, w, w), all);
    graph.node("MatMul", "product", List.of(w, w));
    Types types = ShapeInference.prove(model(17));
    assertThat(types.shape("sum")).isEqualTo(Shape.scalar());
    assertThat(types.constant("sum")).isNull();
    assertThat(types.constant("product")).isNotNull();
  }

  @Test
  void declaredTypes_fillInWhatIsNotFound() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3));
    graph.node(
        new Node(
            "odd",
            "com.example",
            "Odd",
            "",
            List.of("x"),
            List.of("y"),
            dev.brisk.graph.Attributes.NONE,
            dev.brisk.graph.Extras.NONE));
    graph.value(Value.tensor("y", ElementType.INT8, Shape.of(7)));
    graph.value(Value.tensor("z", ElementType.FLOAT32, Shape.of(9)));
    graph.node("Relu", "z", List.of("x"));
    graph.node("Neg", "w", List.of("y"));
    Model model = Model.of(graph.build(), ModelInfo.of(17).withOpset("com.example", 1));
    Types types = ShapeInference.infer(model);
    assertThat(types.shape("w")).isEqualTo(Shape.of(7));
    assertThat(types.elementType("w")).isEqualTo(ElementType.INT8);
    assertThat(types.shape("z")).as("what is found counts").isEqualTo(Shape.of(2, 3));
  }

  @Test
  void unnamedDimensions_areEqualOnlyToThemselves() {
    graph.input("x", ElementType.FLOAT32, Shape.of(-1, 4));
    graph.input("y", ElementType.FLOAT32, Shape.of(-1, 4));
    graph.node("Relu", "a", List.of("x"));
    graph.node("Add", "b", List.of("x", "a"));
    graph.node("Add", "c", List.of("x", "y"));
    Types types = infer();
    assertThat(types.shape("a")).isEqualTo(types.shape("x"));
    assertThat(types.shape("b")).isEqualTo(types.shape("x"));
    assertThat(types.shape("y")).isNotEqualTo(types.shape("x"));
    assertThat(types.shape("c")).isNotEqualTo(types.shape("x")).isNotEqualTo(types.shape("y"));
  }

  @Test
  void constantsOfUnlikeTypes_areRefused_namingTheNode() {
    GraphBuilder graph = Graph.builder("mixed");
    graph.initializer("floats", Tensor.of(new float[2], 2));
    graph.initializer("longs", Tensor.of(new long[2], 2));
    graph.node("Concat", "joined", List.of("floats", "longs"), Attribute.of("axis", 0L));
    graph.output(Value.tensor("joined", ElementType.FLOAT32, null));
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    assertThatThrownBy(() -> ShapeInference.prove(model))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'joined'");
  }

  @Test
  void misfit_namesTheNode() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3));
    graph.node("MatMul", "product", List.of("x", floats("w", 4, 5)));
    assertThatThrownBy(this::infer)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("MatMul 'product'")
        .hasMessageContaining("[2,3]")
        .hasMessageContaining("[4,5]");
  }

  @Test
  void branches_giveWhatTheyAgreeOn() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3));
    graph.input("test", ElementType.BOOL, Shape.scalar());
    Graph yes =
        Graph.builder("yes")
            .node(relu("a"))
            .output(Value.tensor("a", ElementType.FLOAT32, null))
            .build();
    GraphBuilder no = Graph.builder("no");
    no.initializer("four", Tensor.allocate(ElementType.FLOAT32, Shape.of(4, 3)));
    no.output(Value.tensor("four", ElementType.FLOAT32, null));
    graph.node(
        "If",
        "y",
        List.of("test"),
        Attribute.of("then_branch", yes),
        Attribute.of("else_branch", no.build()));
    Types types = infer();
    assertThat(types.shape("y").dims()).containsExactly(-1, 3);
    assertThat(types.of(yes).shape("a")).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void loops_mayChangeTheShapesTheirBodiesDeclare() {
    graph.input("n", ElementType.INT64, Shape.scalar());
    graph.input("x", ElementType.FLOAT32, Shape.of(1));
    GraphBuilder body = Graph.builder("body");
    body.input("i", ElementType.INT64, Shape.scalar());
    body.input("go", ElementType.BOOL, Shape.scalar());
    body.input("grows", ElementType.FLOAT32, Shape.of(1));
    body.node("Concat", "grown", List.of("grows", "grows"), Attribute.of("axis", 0L));
    body.output(Value.tensor("go", ElementType.BOOL, null));
    body.output(Value.tensor("grown", ElementType.FLOAT32, null));
    Graph loop = body.build();
    graph.node("Loop", "y", List.of("n", "", "x"), Attribute.of("body", loop));
    Types proven = ShapeInference.prove(model(17));
    assertThat(proven.of(loop).elementType("grown")).isEqualTo(ElementType.FLOAT32);
    assertThat(proven.of(loop).shape("grown")).isNull();
  }

  @Test
  void symbolsLikeThoseGivenHere_areUnknownSizes() {
    Shape declared = Shape.of(new long[] {-1, -1}, new String[] {"?0", "?0"});
    graph.input("x", ElementType.FLOAT32, declared);
    Shape shape = infer().shape("x");
    assertThat(shape.symbol(0)).isNotNull().isNotEqualTo(shape.symbol(1));
  }

  @Test
  void axesThatAreOneAxis_areRefused() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 1, 1));
    graph.node("Squeeze", "y", List.of("x", integers("axes", 1, -2)));
    assertThatThrownBy(this::infer)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("Axes must differ, but are [1, -2]");
  }

  private static Node relu(String output) {
    return Node.of("Relu", output, List.of("x"), List.of(output));
  }
}
