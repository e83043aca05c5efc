package dev.brisk.graph;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphVerifierTest {
  private final GraphBuilder graph = Graph.builder("test");

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> GraphVerifier.verify(graph.build(), ModelInfo.of(17)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContainingAll(parts);
  }

  private static Node relu(String input, String output) {
    return Node.of("Relu", "node of " + output, List.of(input), List.of(output));
  }

  private static Value value(String name) {
    return Value.tensor(name, ElementType.FLOAT32, Shape.of(2));
  }

  @Test
  void missingInput() {
    graph.node(relu("x", "y"));
    assertRefused("'x'", "Relu 'node of y'", "nothing makes it");
  }

  @Test
  void missingInputOfASubgraph_namesTheInnerNode() {
    graph.input("test", ElementType.BOOL, Shape.scalar());
    Graph body = Graph.builder("body").node(relu("x", "y")).output(value("y")).build();
    graph.node(
        Node.of("If", "if", List.of("test"), List.of("z"), Attribute.of("then_branch", body)));
    assertRefused("'x'", "Relu 'node of y'", "graph 'body'");
  }

  @Test
  void missingOutput() {
    graph.output(value("y"));
    assertRefused("Output 'y'", "made by no node");
  }

  @Test
  void inputTwice() {
    graph.input(value("x")).input(value("x"));
    assertRefused("two inputs 'x'");
  }

  @Test
  void nodeThatMakesAnInput() {
    graph.input(value("x")).node(relu("x", "x2")).node(relu("x2", "w"));
    graph.initializer("w", Tensor.of(new float[] {1}, 1));
    assertRefused("'w'", "name of an input or initializer");
  }

  @Test
  void initializerThatDoesNotFitItsInput() {
    graph.input(value("w"));
    graph.initializer("w", Tensor.of(new float[] {1, 2, 3}, 3));
    assertRefused("w float32[3]", "does not fit");
  }

  @Test
  void nodeWithoutOperator() {
    graph.node(Node.of("", "nameless", List.of(), List.of("y")));
    assertRefused("no operator type");
  }

  @Test
  void operatorSetThatIsNotImported() {
    graph.node(
        new Node("n", "com.odd", "Odd", "", List.of(), List.of("y"), Attributes.NONE, Extras.NONE));
    assertRefused("com.odd.Odd", "does not import");
  }

  @Test
  void optionalInputsLeftOut_areFine() {
    graph.input(value("x"));
    graph.node(Node.of("Clip", "y", List.of("x", "", "x"), List.of("y"))).output(value("y"));
    assertThatCode(() -> GraphVerifier.verify(graph.build(), ModelInfo.of(17)))
        .doesNotThrowAnyException();
  }
}
