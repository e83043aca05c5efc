package dev.brisk.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops and scans beyond what the standard's tests try. */
final class ControlFlowTest {
  private static final Shape ANY = Shape.of(Shape.FREE);

  private final GraphBuilder graph = Graph.builder("test");

  /** A body that doubles its state and gives each state before, and goes on up to a bound. */
  private static Graph doubling(long bound) {
    GraphBuilder body = Graph.builder("body");
    body.input("i", ElementType.INT64, Shape.scalar());
    body.input("on", ElementType.BOOL, Shape.scalar());
    body.input("x", ElementType.INT64, Shape.of(1));
    body.node("Add", "doubled", List.of("x", "x"));
    body.node("Identity", "seen", List.of("x"));
    body.initializer("bound", Tensor.of(new long[] {bound}));
    body.initializer("none", Tensor.of(new long[0], 0));
    body.node("Less", "small", List.of("doubled", "bound"));
    body.node("Reshape", "more", List.of("small", "none"));
    body.output("more", ElementType.BOOL, Shape.scalar());
    body.output("doubled", ElementType.INT64, Shape.of(1));
    body.output("seen", ElementType.INT64, Shape.of(1));
    return body.build();
  }

  private Map<String, Datum> run(int opset, Map<String, ? extends Datum> inputs) {
    return Interpreter.of(Model.of(graph.build(), ModelInfo.of(opset))).run(inputs);
  }

  private Map<String, Datum> loop(String limit, String condition, Graph body) {
    graph.initializer("limit", Tensor.of(new long[] {3}));
    graph.initializer("never", Tensor.of(new boolean[] {false}));
    graph.initializer("start", Tensor.of(new long[] {1}, 1));
    graph.node(
        Node.of(
            "Loop",
            "loop",
            List.of(limit, condition, "start"),
            List.of("last", "all"),
            Attribute.of("body", body)));
    graph.output("last", ElementType.INT64, Shape.of(1)).output("all", ElementType.INT64, ANY);
    return run(17, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "limit, '', 1000, 8, 3",
    "limit, '', 4, 4, 2",
    "'', '', 1000, 1024, 10",
    "limit, never, 1000, 1, 0"
  })
  void loop_endsByLimitOrCondition(
      String limit, String condition, long bound, long last, int runs) {
    Map<String, Datum> outputs = loop(limit, condition, doubling(bound));
    assertThat(((NdArray) outputs.get("last")).longs()).containsExactly(last);
    NdArray all = (NdArray) outputs.get("all");
    assertThat(all.shape()).isEqualTo(Shape.of(runs, 1));
    for (int i = 0; i < runs; i++) {
      assertThat(all.longs()[i]).isEqualTo(1L << i);
    }
  }

  @Test
  void loop_toldType_holdsForAnyNumberOfRuns() {
    loop("limit", "never", doubling(9));
    Types types = ShapeInference.prove(Model.of(graph.build(), ModelInfo.of(17)));
    assertThat(types.elementType("last")).isEqualTo(ElementType.INT64);
    assertThat(types.elementType("all")).isEqualTo(ElementType.INT64);
  }

  /** A body that adds up slices and gives each sum. */
  private static Graph summing() {
    GraphBuilder body = Graph.builder("body");
    body.input("sum", ElementType.FLOAT32, Shape.of(2));
    body.input("next", ElementType.FLOAT32, Shape.of(2));
    body.node("Add", "added", List.of("sum", "next"));
    body.node("Identity", "slice", List.of("added"));
    body.output("added", ElementType.FLOAT32, Shape.of(2));
    body.output("slice", ElementType.FLOAT32, Shape.of(2));
    return body.build();
  }

  private static NdArray floats(Shape shape, double... values) {
    return NdArray.of(ElementType.FLOAT32, shape, values);
  }

  @Test
  void scan_takesSlicesBackwardsAlongAnyAxis() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3));
    graph.initializer("zero", Tensor.of(new float[2], 2));
    graph.node(
        Node.of(
            "Scan",
            "scan",
            List.of("zero", "x"),
            List.of("sum", "sums"),
            Attribute.of("body", summing()),
            Attribute.of("num_scan_inputs", 1L),
            Attribute.of("scan_input_axes", new long[] {-1}),
            Attribute.of("scan_input_directions", new long[] {1}),
            Attribute.of("scan_output_axes", new long[] {1}),
            Attribute.of("scan_output_directions", new long[] {1})));
    graph.output("sum", ElementType.FLOAT32, ANY).output("sums", ElementType.FLOAT32, ANY);
    Map<String, Datum> outputs = run(11, Map.of("x", floats(Shape.of(2, 3), 1, 2, 3, 10, 20, 30)));
    assertThat(((NdArray) outputs.get("sum")).doubles()).containsExactly(6, 60);
    NdArray sums = (NdArray) outputs.get("sums");
    assertThat(sums.shape()).isEqualTo(Shape.of(2, 3));
    assertThat(sums.doubles()).containsExactly(6, 5, 3, 60, 50, 30);
    Types types = ShapeInference.infer(Model.of(graph.build(), ModelInfo.of(11)));
    assertThat(types.shape("sums")).isEqualTo(Shape.of(2, 3));
  }

  @Test
  void scan_ofNoSlices_givesTheStateAndNothing() {
    graph.input("x", ElementType.FLOAT32, Shape.of(Shape.FREE, 2));
    graph.initializer("zero", Tensor.of(new float[2], 2));
    graph.node(
        Node.of(
            "Scan",
            "scan",
            List.of("zero", "x"),
            List.of("sum", "sums"),
            Attribute.of("body", summing()),
            Attribute.of("num_scan_inputs", 1L)));
    graph.output("sum", ElementType.FLOAT32, ANY).output("sums", ElementType.FLOAT32, ANY);
    Map<String, Datum> outputs = run(11, Map.of("x", floats(Shape.of(0, 2))));
    assertThat(((NdArray) outputs.get("sum")).doubles()).containsExactly(0, 0);
    assertThat(((NdArray) outputs.get("sums")).shape()).isEqualTo(Shape.of(0, 2));
  }

  @Test
  void scanOfVersion8_endsEachSequenceAtItsLength() {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 2, 2));
    graph.initializer("zero", Tensor.of(new float[4], 2, 2));
    graph.initializer("lengths", Tensor.of(new long[] {1, 2}, 2));
    graph.node(
        Node.of(
            "Scan",
            "scan",
            List.of("lengths", "zero", "x"),
            List.of("sum", "sums"),
            Attribute.of("body", summing()),
            Attribute.of("num_scan_inputs", 1L)));
    graph.output("sum", ElementType.FLOAT32, ANY).output("sums", ElementType.FLOAT32, ANY);
    Map<String, Datum> outputs =
        run(8, Map.of("x", floats(Shape.of(2, 2, 2), 1, 2, 3, 4, 5, 6, 7, 8)));
    assertThat(((NdArray) outputs.get("sum")).doubles()).containsExactly(1, 2, 12, 14);
    assertThat(((NdArray) outputs.get("sums")).doubles()).containsExactly(1, 2, 0, 0, 5, 6, 12, 14);
  }

  @Test
  void if_needsOneBool() {
    GraphBuilder branch = Graph.builder("branch");
    branch.initializer("one", Tensor.of(new long[] {1}, 1));
    branch.node("Identity", "out", List.of("one"));
    Graph either = branch.output("out", ElementType.INT64, Shape.of(1)).build();
    graph.input("c", ElementType.BOOL, ANY);
    graph.node(
        "If",
        "y",
        List.of("c"),
        Attribute.of("then_branch", either),
        Attribute.of("else_branch", either));
    graph.output("y", ElementType.INT64, Shape.of(1));
    NdArray two = NdArray.of(Shape.of(2), new boolean[2]);
    assertThatThrownBy(() -> run(17, Map.of("c", two)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("A condition must be one bool, but is bool[2]");
  }
}
