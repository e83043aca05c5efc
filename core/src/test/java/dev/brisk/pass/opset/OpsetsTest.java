package dev.brisk.pass.opset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpsetsTest {
  @Test
  void raise_ofNewModel_givesItself() {
    Model model = model(13, Node.of("Relu", "y", List.of("x"), List.of("y")));
    assertThat(Opsets.raise(model, 13)).isSameAs(model);
    assertThatThrownBy(() -> Opsets.raise(model, 23))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("22 at most");
  }

  @Test
  void attributes_becomeInputs() {
    Node clip =
        raised(8, node("Clip", Attribute.of("min", 0f), Attribute.of("max", 6f))).nodes().get(0);
    assertThat(clip.inputs()).containsExactly("x", "y_min", "y_max");
    assertThat(clip.attributes().all()).isEmpty();

    Graph open = raised(8, node("Clip", Attribute.of("max", 6f)));
    assertThat(open.nodes().get(0).inputs()).containsExactly("x", "", "y_max");
    assertThat(tensor(open, "y_max").shape()).isEqualTo(Shape.scalar());
    assertThat(tensor(open, "y_max").toFloatArray()).containsExactly(6);

    Graph squeezed = raised(11, node("Squeeze", Attribute.of("axes", new long[] {2, 3})));
    assertThat(tensor(squeezed, "y_axes").toLongArray()).containsExactly(2, 3);

    Graph top = raised(9, node("TopK", Attribute.of("k", 5L)));
    assertThat(tensor(top, "y_k").shape()).isEqualTo(Shape.of(1));

    Graph padded =
        raised(
            8,
            node(
                "Pad",
                Attribute.of("pads", new long[] {0, 0, 1, 1, 0, 0, 1, 1}),
                Attribute.of("mode", "reflect")));
    assertThat(padded.nodes().get(0).inputs()).containsExactly("x", "y_pads");
    assertThat(padded.nodes().get(0).attributes().stringOr("mode", "")).isEqualTo("reflect");
  }

  @Test
  void newestForms_sayWhatOldOnesLeftOut() {
    Graph reduced =
        newest(
            node("ReduceMax", Attribute.of("axes", new long[] {1}), Attribute.of("keepdims", 1L)));
    assertThat(tensor(reduced, reduced.nodes().get(0).input(1)).toLongArray()).containsExactly(1);
    assertThat(reduced.nodes().get(0).attributes().has("axes")).isFalse();

    Graph all = newest(node("ReduceMean"));
    assertThat(all.nodes().get(0).inputs()).containsExactly("x");

    Graph split = newest(Node.of("Split", "y", List.of("x"), List.of("y", "z")));
    assertThat(split.nodes().get(0).attributes().intOr("num_outputs", 0)).isEqualTo(2);

    Graph sampled = newest(node("GridSample"));
    assertThat(sampled.nodes().get(0).attributes().stringOr("mode", "")).isEqualTo("linear");

    Graph aligned = newest(node("RoiAlign"));
    assertThat(aligned.nodes().get(0).attributes().stringOr("coordinate_transformation_mode", ""))
        .isEqualTo("output_half_pixel");
    assertThatThrownBy(() -> newest(node("DFT")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("20");
  }

  private static Graph newest(Node node) {
    return Opsets.raise(model(13, node), Opsets.NEWEST).graph();
  }

  @Test
  void upsample_becomesResize() {
    float[] scales = {1, 1, 2, 2};
    Graph graph = raised(7, node("Upsample", Attribute.of("scales", scales)));
    Node resize = graph.nodes().get(0);
    assertThat(resize.operator()).isEqualTo("Resize");
    assertThat(resize.inputs()).containsExactly("x", "", "y_scales");
    assertThat(resize.attributes().stringOr("coordinate_transformation_mode", ""))
        .isEqualTo("asymmetric");
    assertThat(resize.attributes().stringOr("nearest_mode", "")).isEqualTo("floor");
    assertThat(tensor(graph, "y_scales").toFloatArray()).containsExactly(scales);
  }

  @Test
  void softmax_overSeveralAxes_isFlattened() {
    Graph graph = raised(11, node("Softmax"));
    assertThat(graph.nodes().stream().map(Node::operator))
        .containsExactlyInAnyOrder("Flatten", "Softmax", "Shape", "Reshape");
    Graph last = raised(11, node("Softmax", Attribute.of("axis", 3L)));
    assertThat(last.nodes()).hasSize(1);
    assertThat(last.nodes().get(0).attributes().intOr("axis", 9)).isEqualTo(-1);
  }

  @Test
  void legacyBroadcast_alignsTheSecondInput() {
    GraphBuilder graph = start();
    graph.initializer("b", Tensor.of(new float[3], 3));
    graph.node(
        Node.of(
            "Add",
            "y",
            List.of("x", "b"),
            List.of("y"),
            Attribute.of("broadcast", 1L),
            Attribute.of("axis", 1L)));
    Graph raised = Opsets.raise(model(6, graph), 13).graph();
    Node reshape = raised.nodes().get(0);
    assertThat(reshape.is("Reshape")).isTrue();
    assertThat(tensor(raised, reshape.input(1)).toLongArray()).containsExactly(0, 1, 1);
    assertThat(raised.nodes().get(1).inputs()).containsExactly("x", reshape.output(0));
    assertThat(raised.nodes().get(1).attributes().all()).isEmpty();
  }

  @Test
  void dropout_disappears_butNotItsMask() {
    assertThat(raised(7, node("Dropout")).nodes().get(0).is("Identity")).isTrue();
    Node masked = Node.of("Dropout", "d", List.of("x"), List.of("y", "mask"));
    assertThatThrownBy(() -> raised(10, masked))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("mask");
  }

  @Test
  void subgraphs_areRaisedToo_andNamesStayUnique() {
    GraphBuilder then = Graph.builder("then");
    then.node(
        Node.of("Squeeze", "s", List.of("x"), List.of("s"), Attribute.of("axes", new long[] {0})));
    then.output("s", ElementType.FLOAT32, Shape.of(1));
    GraphBuilder graph = start();
    graph.initializer("condition", Tensor.of(new boolean[] {true}));
    graph.initializer("s_axes", Tensor.of(new float[1], 1));
    graph.node(
        Node.of(
            "If",
            "if",
            List.of("condition"),
            List.of("y"),
            Attribute.of("then_branch", then.build()),
            Attribute.of("else_branch", then.build())));
    Graph raised = Opsets.raise(model(11, graph), 13).graph();
    List<Graph> branches = raised.nodes().get(0).subgraphs();
    assertThat(branches.get(0).nodes().get(0).inputs()).containsExactly("x", "s_axes_2");
    assertThat(branches.get(1).nodes().get(0).inputs()).containsExactly("x", "s_axes_3");
    assertThat(branches.get(1).initializers()).containsOnlyKeys("s_axes_3");
  }

  private static Graph raised(int from, Node node) {
    return Opsets.raise(model(from, node), 13).graph();
  }

  private static Node node(String operator, Attribute... attributes) {
    return Node.of(operator, "n", List.of("x"), List.of("y"), attributes);
  }

  private static Model model(int opset, Node node) {
    return model(opset, start().node(node));
  }

  private static Model model(int opset, GraphBuilder graph) {
    graph.output("y", ElementType.FLOAT32, Shape.of(-1, 3, -1, -1));
    return Model.of(graph.build(), ModelInfo.of(opset));
  }

  private static GraphBuilder start() {
    GraphBuilder graph = Graph.builder("test");
    graph.input("x", ElementType.FLOAT32, Shape.of(-1, 3, 8, 8));
    return graph;
  }

  private static Tensor tensor(Graph graph, String name) {
    Initializer initializer = graph.initializers().get(name);
    assertThat(initializer).isNotNull();
    return initializer.tensor();
  }
}
