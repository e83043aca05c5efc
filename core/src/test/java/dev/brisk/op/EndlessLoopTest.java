package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerators;
import dev.brisk.CancelledException;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.RunFailedException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops that would not end in a lifetime. */
final class EndlessLoopTest {
  private static final long ENDLESS = 1L << 62;

  /** A body with so many nodes in a row, that goes on for ever. */
  private static Graph body(int nodes) {
    GraphBuilder body = Graph.builder("body");
    body.input("i", ElementType.INT64, Shape.scalar());
    body.input("on", ElementType.BOOL, Shape.scalar());
    body.input("x0", ElementType.INT64, Shape.of(1));
    for (int i = 0; i < nodes; i++) {
      body.node("Neg", "x" + (i + 1), List.of("x" + i));
    }
    body.output("on", ElementType.BOOL, Shape.scalar());
    return body.output("x" + nodes, ElementType.INT64, Shape.of(1)).build();
  }

  private static GraphBuilder loop(GraphBuilder graph, Graph body, String... outputs) {
    graph.initializer("limit", Tensor.of(new long[] {ENDLESS}));
    graph.initializer("always", Tensor.of(new boolean[] {true}));
    graph.initializer("start", Tensor.of(new long[] {1}, 1));
    graph.node(
        Node.of(
            "Loop",
            "loop",
            List.of("limit", "always", "start"),
            List.of(outputs),
            Attribute.of("body", body)));
    for (String output : outputs) {
      graph.output(output, ElementType.INT64, Shape.of(Shape.FREE));
    }
    return graph;
  }

  private static Graph nested(Graph branch) {
    GraphBuilder graph = Graph.builder("outer");
    graph.initializer("yes", Tensor.of(new boolean[] {true}));
    graph.node(
        "If",
        "y",
        List.of("yes"),
        Attribute.of("then_branch", branch),
        Attribute.of("else_branch", branch));
    return graph.output("y", ElementType.INT64, Shape.of(1)).build();
  }

  private static Executable compiled(Graph graph, int threads) {
    CompileOptions options = CompileOptions.defaults().threads(threads);
    return Accelerators.named("reference").compile(Model.of(graph, ModelInfo.of(17)), options);
  }

  @ParameterizedTest
  @CsvSource({"0, false, 1", "2, false, 2", "0, true, 2", "2, true, 1"})
  void interrupt_endsTheRun(int nodes, boolean inBranch, int threads) throws Exception {
    Graph graph = loop(Graph.builder("main"), body(nodes), "last").build();
    FutureTask<Boolean> run;
    try (Executable executable = compiled(inBranch ? nested(graph) : graph, threads)) {
      run =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(() -> executable.run(Map.of()))
                    .isInstanceOf(CancelledException.class)
                    .hasMessageContaining("was interrupted");
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = new Thread(run, "endless");
      thread.start();
      while (thread.isAlive() && !isLooping(thread)) {
        Thread.onSpinWait();
      }
      thread.interrupt();
    }
    assertThat(result(run)).as("stays interrupted").isTrue();
  }

  private static boolean isLooping(Thread thread) {
    String loop = Loop.class.getName();
    return Arrays.stream(thread.getStackTrace()).anyMatch(at -> at.getClassName().equals(loop));
  }

  private static boolean result(FutureTask<Boolean> run) throws Exception {
    try {
      return run.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  @Test
  void outputsThatGrow_endBeforeTheHeapDoes() {
    GraphBuilder body = body(0).toBuilder();
    body.initializer("much", Tensor.of(new long[1 << 20], 1 << 20));
    body.node("Identity", "slice", List.of("much"));
    body.output("slice", ElementType.INT64, Shape.of(1 << 20));
    Graph graph = loop(Graph.builder("main"), body.build(), "last", "all").build();
    try (Executable executable = compiled(graph, 1)) {
      assertThatThrownBy(() -> executable.run(Map.of()))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("Node")
          .hasMessageContaining("more than half of the JVM's heap");
    }
  }
}
