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
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Deep and wide graphs: no recursion as deep as the graph, no patch for each node. */
final class LargeGraphTest {
  private static final int NODES = 100_000;

  private final GraphBuilder graph = Graph.builder("test");
  private final AtomicInteger patches = new AtomicInteger();

  /** The passes, counting their patches. */
  private List<Pass> counted() {
    return Passes.CLEANUP.stream().map(this::counted).toList();
  }

  private Pass counted(Pass pass) {
    return new Pass() {
      @Override
      public String name() {
        return pass.name();
      }

      @Override
      public GraphPatch next(Model model) {
        patches.incrementAndGet();
        return pass.next(model);
      }
    };
  }

  private Model cleaned(String output) {
    graph.output(output, ElementType.FLOAT32, Shape.of(2));
    return Passes.apply(counted(), Model.of(graph.build(), ModelInfo.of(17)));
  }

  @Test
  void longChain_inReverse() {
    graph.input("v0", ElementType.FLOAT32, Shape.of(2));
    for (int i = NODES; i > 0; i--) {
      String operator = i % 2 == 0 ? "Identity" : "Neg";
      graph.node(Node.of(operator, "", List.of("v" + (i - 1)), List.of("v" + i)));
    }
    Model clean = cleaned("v" + NODES);
    assertThat(clean.graph().nodes()).hasSize(NODES / 2);
    assertThat(patches.get()).isLessThan(20);
  }

  @Test
  void longChain_ofConstants() {
    graph.initializer("v0", Tensor.of(new float[] {1, 2}, 2));
    graph.input("x", ElementType.FLOAT32, Shape.of(2));
    for (int i = 1; i <= NODES; i++) {
      graph.node(Node.of("Neg", "", List.of("v" + (i - 1)), List.of("v" + i)));
    }
    graph.node("Add", "y", List.of("x", "v" + NODES));
    Model clean = cleaned("y");
    assertThat(clean.graph().nodes()).hasSize(1);
    assertThat(clean.graph().initializers()).containsOnlyKeys("v" + NODES);
    assertThat(patches.get()).isLessThan(20);
  }

  @Test
  void manyConvolutions_eachWithANormalization() {
    graph.input("v0", ElementType.FLOAT32, Shape.of(1, 1, 2, 2));
    String one = graph.initializer("one", Tensor.of(new float[] {1}, 1));
    String weight = graph.initializer("w", Tensor.of(new float[] {2}, 1, 1, 1, 1));
    int pairs = 5_000;
    for (int i = 0; i < pairs; i++) {
      graph.node("Conv", "c" + i, List.of("v" + i, weight));
      graph.node("BatchNormalization", "v" + (i + 1), List.of("c" + i, one, one, one, one));
    }
    Model clean = cleaned("v" + pairs);
    assertThat(clean.graph().nodes()).hasSize(pairs);
    assertThat(patches.get()).isLessThan(20);
  }

  @Test
  void manySubgraphs_readingManyValues() {
    graph.input("v0", ElementType.FLOAT32, Shape.of(2));
    graph.input("test", ElementType.BOOL, Shape.scalar());
    int branches = 20_000;
    for (int i = 0; i < branches; i++) {
      String value = "v" + i;
      Graph yes = body(Node.of("Neg", "", List.of(value), List.of("a" + i)), "a" + i);
      Graph no = body(Node.of("Abs", "", List.of(value), List.of("b" + i)), "b" + i);
      graph.node(choice(yes, no, "v" + (i + 1)));
    }
    Model clean = cleaned("v" + branches);
    assertThat(clean.graph().nodes()).hasSize(branches);
    assertThat(patches.get()).isLessThan(20);
  }

  @Test
  void deeplyNestedSubgraphs() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2));
    graph.input("test", ElementType.BOOL, Shape.scalar());
    Graph body = body(Node.of("Neg", "", List.of("x"), List.of("v0")), "v0");
    for (int i = 1; i <= 40; i++) {
      String output = "v" + i;
      Graph other = body(Node.of("Abs", "", List.of("x"), List.of(output + "b")), output + "b");
      body = body(choice(body, other, output), output);
    }
    graph.node(choice(body, body, "y"));
    cleaned("y");
    assertThat(patches.get()).isLessThan(1000);
  }

  private static Node choice(Graph yes, Graph no, String output) {
    return Node.of(
        "If",
        "",
        List.of("test"),
        List.of(output),
        Attribute.of("then_branch", yes),
        Attribute.of("else_branch", no));
  }

  private static Graph body(Node node, String output) {
    return Graph.builder("body")
        .node(node)
        .output(Value.tensor(output, ElementType.FLOAT32, null))
        .build();
  }
}
