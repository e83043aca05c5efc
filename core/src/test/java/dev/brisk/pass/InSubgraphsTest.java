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
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InSubgraphsTest {
  private final GraphBuilder graph = Graph.builder("test");
  private final Random random = new Random(3);

  @BeforeEach
  void addInputs() {
    graph.input("x", ElementType.FLOAT32, Shape.of(1, 2, 5, 5));
    graph.input("test", ElementType.BOOL, Shape.scalar());
    graph.initializer("w", Agreement.floats(random, 2, 2, 3, 3));
    graph.initializer("c", Agreement.floats(random, 2, 1, 1));
  }

  private static Value value(String name) {
    return Value.tensor(name, ElementType.FLOAT32, null);
  }

  /** A convolution with captured weights, scaled and shifted by a captured constant. */
  private static Graph convolution(String prefix) {
    GraphBuilder body = Graph.builder(prefix);
    body.node("Conv", prefix + "conv", List.of("x", "w"));
    body.node("Mul", prefix + "scaled", List.of(prefix + "conv", "c"));
    body.node("Add", prefix + "sum", List.of("c", prefix + "scaled"));
    return body.output(value(prefix + "sum")).build();
  }

  private static Node choice(String output, Graph yes, Graph no) {
    return Node.of(
        "If",
        output,
        List.of("test"),
        List.of(output),
        Attribute.of("then_branch", yes),
        Attribute.of("else_branch", no));
  }

  private Model cleaned(String output) {
    graph.output(value(output));
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    return Agreement.check(Passes.CLEANUP, model, random, 1e-5);
  }

  @Test
  void capturedWeights_areFoldedIntoCopiesWithNamesOfTheirOwn() {
    graph.node(choice("y", convolution("a"), convolution("b")));
    graph.node("Conv", "z", List.of("y", "w"));
    Graph clean = cleaned("z").graph();
    Set<String> names = new HashSet<>(clean.initializers().keySet());
    assertThat(names).containsExactly("w");
    for (Graph body : clean.producer("y").subgraphs()) {
      assertThat(body.nodes()).extracting(Node::operator).containsExactly("Conv");
      assertThat(body.captures()).containsExactly("x");
      for (String name : body.initializers().keySet()) {
        assertThat(names.add(name)).as("'%s' is made once", name).isTrue();
      }
    }
    assertThat(names).hasSize(5);
  }

  @Test
  void nestedGraphs_areReachedToo() {
    Graph inner =
        Graph.builder("inner")
            .node(choice("i", convolution("a"), convolution("b")))
            .output(value("i"))
            .build();
    graph.node(choice("y", inner, convolution("e")));
    Graph clean = cleaned("y").graph();
    assertThat(clean.initializers()).isEmpty();
    Node nested = clean.producer("y").subgraphs().get(0).nodes().get(0);
    for (Graph body : nested.subgraphs()) {
      assertThat(body.nodes()).extracting(Node::operator).containsExactly("Conv");
    }
  }

  @Test
  void branchThatGivesWhatItCaptures_keepsItsIdentity() {
    Graph same =
        Graph.builder("same")
            .node(Node.of("Identity", "", List.of("x"), List.of("i")))
            .output(value("i"))
            .build();
    GraphBuilder other = Graph.builder("other");
    other.node(
        Node.of(
            "Constant",
            "",
            List.of(),
            List.of("two"),
            Attribute.of("value", Tensor.of(new float[] {2}))));
    other.node("Mul", "m", List.of("x", "two"));
    graph.node(choice("y", same, other.output(value("m")).build()));
    List<Graph> bodies = cleaned("y").graph().producer("y").subgraphs();
    assertThat(bodies.get(0).nodes()).extracting(Node::operator).containsExactly("Identity");
    assertThat(bodies.get(1).nodes()).extracting(Node::operator).containsExactly("Mul");
  }

  @Test
  void loop_keepsItsInputs() {
    GraphBuilder body = Graph.builder("body");
    body.input("i", ElementType.INT64, Shape.scalar());
    body.input("go", ElementType.BOOL, Shape.scalar());
    body.input("v", ElementType.FLOAT32, Shape.of(1, 2, 5, 5));
    body.node("Identity", "same", List.of("v"));
    body.node("Mul", "scaled", List.of("same", "c"));
    body.node("Identity", "on", List.of("go"));
    body.output("on", ElementType.BOOL, Shape.scalar());
    body.output(value("scaled"));
    graph.initializer("three", Tensor.of(new long[] {3}));
    graph.node(
        Node.of(
            "Loop",
            "loop",
            List.of("three", "test", "x"),
            List.of("y"),
            Attribute.of("body", body.build())));
    Graph loop = cleaned("y").graph().producer("y").subgraphs().get(0);
    assertThat(loop.inputs()).extracting(Value::name).containsExactly("i", "go", "v");
    assertThat(loop.nodes()).extracting(Node::operator).containsExactly("Mul", "Identity");
    assertThat(loop.captures()).containsExactly("c");
  }

  @Test
  void untouchedSubgraphs_stayTheSame() {
    Graph yes = body("Relu", "r");
    graph.node(choice("y", yes, body("Neg", "n")));
    assertThat(cleaned("y").graph().producer("y").subgraphs().get(0)).isSameAs(yes);
  }

  private static Graph body(String operator, String output) {
    return Graph.builder(output)
        .node(Node.of(operator, "", List.of("x"), List.of(output)))
        .output(value(output))
        .build();
  }
}
