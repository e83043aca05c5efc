package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InterpreterTest {
  private static final NdArray X =
      NdArray.of(ElementType.FLOAT32, Shape.of(2), new float[] {1, -2});

  @Test
  void functionsOfFunctions_areCalled() {
    NdArray y = (NdArray) Interpreter.of(doubling(10)).run(Map.of("x", X)).get("y");
    assertThat(y.floats()).containsExactly(1024, -2048);
  }

  @Test
  void functionsThatGrowWithoutEnd_areRefused() {
    assertThatThrownBy(() -> Interpreter.of(doubling(40)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("1,000,000 nodes");
    assertThatThrownBy(() -> Interpreter.of(chain(5_000)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("250 levels");
  }

  @Test
  void unknownOperator_isNamed() {
    Graph graph = graph(Node.of("NoSuchThing", "n", List.of("x"), List.of("y")));
    assertThatThrownBy(() -> Interpreter.of(Model.of(graph, ModelInfo.of(17))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("NoSuchThing");
  }

  @Test
  void inputsThatDoNotFit_areToldWithTheNode() {
    GraphBuilder builder = Graph.builder("g");
    builder.input("x", ElementType.FLOAT32, Shape.of(2));
    builder.initializer("w", Tensor.of(new float[3], 3));
    builder.node(Node.of("Add", "sum", List.of("x", "w"), List.of("y")));
    builder.output("y", ElementType.FLOAT32, Shape.of(2));
    Interpreter interpreter = Interpreter.of(Model.of(builder.build(), ModelInfo.of(17)));
    assertThatThrownBy(() -> interpreter.run(Map.of("x", X)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'sum'")
        .hasMessageContaining("float32[3]");
    assertThatThrownBy(() -> interpreter.run(Map.of())).hasMessageContaining("sum");
  }

  private static Graph graph(Node... nodes) {
    GraphBuilder builder = Graph.builder("g");
    builder.input("x", ElementType.FLOAT32, Shape.of(2));
    builder.output("y", ElementType.FLOAT32, Shape.of(2));
    return builder.nodes(List.of(nodes)).build();
  }

  /** A model whose function f0 adds x to itself, and each next one adds two calls of the last. */
  private static Model doubling(int depth) {
    List<Function> functions = new ArrayList<>();
    functions.add(function("f0", List.of(Node.of("Add", "", List.of("a", "a"), List.of("b")))));
    for (int i = 1; i < depth; i++) {
      Node first = call("f" + (i - 1), "a", "c");
      Node second = call("f" + (i - 1), "a", "d");
      Node sum = Node.of("Add", "", List.of("c", "d"), List.of("b"));
      functions.add(function("f" + i, List.of(first, second, sum)));
    }
    return model("f" + (depth - 1), functions);
  }

  private static Model chain(int depth) {
    List<Function> functions = new ArrayList<>();
    functions.add(function("f0", List.of(Node.of("Neg", "", List.of("a"), List.of("b")))));
    for (int i = 1; i < depth; i++) {
      functions.add(function("f" + i, List.of(call("f" + (i - 1), "a", "b"))));
    }
    return model("f" + (depth - 1), functions);
  }

  private static Function function(String name, List<Node> body) {
    return new Function(
        "own",
        name,
        "",
        List.of("a"),
        List.of("b"),
        body,
        Attributes.NONE,
        Map.of("", 17, "own", 1),
        Extras.NONE);
  }

  private static Node call(String function, String input, String output) {
    return new Node(
        "", "own", function, "", List.of(input), List.of(output), Attributes.NONE, Extras.NONE);
  }

  private static Model model(String outermost, List<Function> functions) {
    ModelInfo info = ModelInfo.of(17);
    return Model.of(
        graph(call(outermost, "x", "y")),
        new ModelInfo(
            info.irVersion(),
            Map.of("", 17, "own", 1),
            info.producer(),
            info.version(),
            "",
            Map.of(),
            functions,
            Extras.NONE));
  }
}
