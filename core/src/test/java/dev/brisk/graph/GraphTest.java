package dev.brisk.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphTest {
  private static final Shape SHAPE = Shape.of(2);

  private final GraphBuilder graph = Graph.builder("test");

  private static Node relu(String input, String output) {
    return Node.of("Relu", output, List.of(input), List.of(output));
  }

  @Test
  void nodes_areOrderedSoThatTheyCanRun() {
    graph.node(relu("b", "c")).node(relu("a", "b")).node(relu("x", "a"));
    assertThat(graph.build().nodes()).extracting(Node::name).containsExactly("a", "b", "c");
  }

  @Test
  void nodesInOrder_stayAsTheyAre() {
    graph.node(relu("x", "b")).node(relu("x", "a")).node(relu("a", "c"));
    assertThat(graph.build().nodes()).extracting(Node::name).containsExactly("b", "a", "c");
  }

  @Test
  void cycle_isRefused() {
    graph.node(relu("b", "a")).node(relu("a", "b"));
    assertThatThrownBy(graph::build)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("waits, through others, for itself");
  }

  @Test
  void cycleThroughASubgraph_isRefused() {
    graph.node(branch("b", "a")).node(relu("a", "b"));
    assertThatThrownBy(graph::build)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("for itself");
  }

  /** A node whose subgraph alone reads the input. */
  private static Node branch(String input, String output) {
    Graph body =
        Graph.builder("body")
            .node(relu(input, "inner"))
            .output(Value.tensor("inner", ElementType.FLOAT32, SHAPE))
            .build();
    return Node.of(
        "If",
        output,
        List.of("test"),
        List.of(output),
        Attribute.of("then_branch", body),
        Attribute.of("else_branch", body));
  }

  @Test
  void valueMadeTwice_isRefused() {
    graph.node(relu("x", "a")).node(relu("y", "a"));
    assertThatThrownBy(graph::build)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'a' of graph 'test' is made twice");
  }

  @Test
  void nodeAddedTwice_isRefused() {
    Node node = relu("x", "a");
    graph.node(node).node(node);
    assertThatThrownBy(graph::build).isInstanceOf(InvalidModelException.class);
  }

  @Test
  void consumers_areThoseThatReadInSubgraphsToo() {
    Node direct = relu("x", "a");
    Node nested = branch("x", "b");
    Graph built = graph.node(direct).node(nested).build();
    assertThat(built.consumers("x")).containsExactly(direct, nested);
    assertThat(built.captures()).containsExactlyInAnyOrder("x", "test");
    assertThat(built.producer("b")).isSameAs(nested);
  }

  @Test
  void constant_isWhatNoCallerCanReplace() {
    graph.initializer("fixed", Tensor.of(new float[] {1, 2}, 2));
    graph.initializer("default", Tensor.of(new float[] {1, 2}, 2));
    graph.input("default", ElementType.FLOAT32, SHAPE);
    Graph built = graph.build();
    assertThat(built.constant("fixed")).isNotNull();
    assertThat(built.constant("default")).isNull();
    assertThat(built.inputSpecs()).isEmpty();
  }
}
