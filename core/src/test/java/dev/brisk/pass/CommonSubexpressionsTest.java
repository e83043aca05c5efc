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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CommonSubexpressionsTest {
  private static final Pass PASS = new CommonSubexpressions();

  private final GraphBuilder graph = Graph.builder("test");
  private Random random = new Random(1);

  private Model model(String... outputs) {
    for (String output : outputs) {
      graph.output(Value.tensor(output, ElementType.FLOAT32, null));
    }
    return Model.of(graph.build(), ModelInfo.of(17));
  }

  private Model merged(String... outputs) {
    return Agreement.check(List.of(PASS), model(outputs), random, 0);
  }

  private static List<String> operators(Model model) {
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  private String scalar(String name, float value) {
    return graph.initializer(name, Tensor.of(new float[] {value}));
  }

  @Test
  void chainsOfEqualNodes_areComputedOnce() {
    graph.input("x", ElementType.FLOAT32, Shape.of(4));
    for (String twin : List.of("a", "b")) {
      graph.node("Mul", twin + "mul", List.of("x", scalar(twin + "two", 2)));
      graph.node("Relu", twin + "relu", List.of(twin + "mul"));
    }
    graph.node("Sub", "y", List.of("arelu", "brelu"));
    assertThat(operators(merged("y"))).containsExactly("Mul", "Relu", "Sub");
  }

  @Test
  void outputs_keepTheirNames() {
    graph.input("x", ElementType.FLOAT32, Shape.of(4));
    graph.node("Relu", "inner", List.of("x"));
    graph.node("Relu", "y", List.of("x"));
    graph.node("Relu", "z", List.of("x"));
    graph.node("Add", "sum", List.of("inner", "z"));
    Model clean = merged("y", "z", "sum");
    assertThat(operators(clean)).containsExactly("Relu", "Relu", "Add");
    assertThat(clean.graph().producer("y")).isNotNull();
    assertThat(clean.graph().producer("z")).isNotNull();
  }

  @Test
  void attributesAndConstants_mustBeEqual() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 2));
    graph.node("LeakyRelu", "a", List.of("x"), Attribute.of("alpha", 0.1f));
    graph.node("LeakyRelu", "b", List.of("x"), Attribute.of("alpha", 0.2f));
    graph.node("Mul", "c", List.of("a", scalar("two", 2)));
    graph.node("Mul", "d", List.of("a", scalar("three", 3)));
    graph.node("Mul", "e", List.of("b", "two"));
    graph.node("Sum", "y", List.of("c", "d", "e"));
    assertThat(merged("y").graph().nodes()).hasSize(6);
  }

  @Test
  void nodesThatMakeLess_joinThoseThatMakeMore() {
    graph.input("x", ElementType.FLOAT32, Shape.of(1, 1, 4));
    Attribute kernel = Attribute.of("kernel_shape", new long[] {2});
    graph.node(Node.of("MaxPool", "", List.of("x"), List.of("a", "indices"), kernel));
    graph.node(Node.of("MaxPool", "", List.of("x"), List.of("b"), kernel));
    graph.node("Cast", "floats", List.of("indices"), Attribute.of("to", 1L));
    graph.node("Sum", "y", List.of("a", "b", "floats"));
    assertThat(operators(merged("y"))).containsExactly("MaxPool", "Cast", "Sum");
  }

  @Test
  void randomNodesAndDropout_stay() {
    graph.input("x", ElementType.FLOAT32, Shape.of(4));
    for (String twin : List.of("a", "b")) {
      graph.node("RandomNormalLike", twin + "noise", List.of("x"));
      graph.node("Dropout", twin, List.of(twin + "noise"));
    }
    graph.node("Dropout", "c", List.of("x"));
    graph.node("Dropout", "d", List.of("x"));
    graph.node("Sum", "y", List.of("a", "b", "c", "d"));
    Model model = model("y");
    assertThat(Passes.apply(List.of(PASS), model)).isSameAs(model);
  }

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomExpressions_haveNoTwinsAfterwards(int seed) {
    random = new Random(seed);
    graph.input("v0", ElementType.FLOAT32, Shape.of(3, 3));
    graph.input("v1", ElementType.FLOAT32, Shape.of(3, 3));
    List<String> values = new ArrayList<>(List.of("v0", "v1"));
    for (int i = 2; i < 30; i++) {
      String value = "v" + i;
      values.add(random.nextInt(3) == 0 ? split(value, values) : node(value, values));
    }
    Model model = model("v29", "v28", "v" + (2 + random.nextInt(25)));
    Model clean = Agreement.check(List.of(PASS, new DeadCode()), model, random, 1e-6);
    assertThat(Passes.apply(List.of(PASS), clean)).isSameAs(clean);
    assertThat(
            clean.graph().nodes().stream()
                .filter(node -> node.outputs().stream().noneMatch(clean.graph()::isOutput))
                .map(node -> node.operator() + node.inputs()))
        .doesNotHaveDuplicates();
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(Math.min(values.size(), 6)));
  }

  private String node(String value, List<String> values) {
    String operator = List.of("Add", "Mul", "Sub", "Neg", "Transpose").get(random.nextInt(5));
    int inputs = operator.equals("Neg") || operator.equals("Transpose") ? 1 : 2;
    return graph.node(
        operator, value, IntStream.range(0, inputs).mapToObj(i -> any(values)).toList());
  }

  /** Two outputs, of which one is put where the other came from. */
  private String split(String value, List<String> values) {
    String whole = graph.node("Concat", value + "c", inputs(values), Attribute.of("axis", 0L));
    List<String> halves = List.of(value, value + "h");
    graph.node(Node.of("Split", "", List.of(whole), halves, Attribute.of("axis", 0L)));
    return value;
  }

  private List<String> inputs(List<String> values) {
    return List.of(any(values), any(values));
  }
}
