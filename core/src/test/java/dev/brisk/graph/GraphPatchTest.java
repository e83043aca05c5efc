package dev.brisk.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class GraphPatchTest {
  private static final Shape SHAPE = Shape.of(2);

  private final GraphBuilder builder = Graph.builder("test");

  @BeforeEach
  void addInput() {
    builder.input("x", ElementType.FLOAT32, SHAPE);
  }

  private static Node relu(String input, String output) {
    return Node.of("Relu", output, List.of(input), List.of(output));
  }

  private static Value value(String name) {
    return Value.tensor(name, ElementType.FLOAT32, SHAPE);
  }

  private static Graph verified(Graph graph) {
    GraphVerifier.verify(graph, ModelInfo.of(17));
    return graph;
  }

  private Graph chain(String... names) {
    String last = "x";
    for (String name : names) {
      builder.node(relu(last, name));
      last = name;
    }
    return builder.output(value(last)).build();
  }

  @Test
  void empty_changesNothing() {
    assertThat(new GraphPatch().isEmpty()).isTrue();
    Graph graph = chain("a", "b");
    assertThat(new GraphPatch().apply(graph).nodes()).isEqualTo(graph.nodes());
  }

  @Test
  void removedNode_isBridged() {
    Graph graph = chain("a", "b", "c");
    Graph changed = new GraphPatch().remove(graph.producer("b")).readInstead("b", "a").apply(graph);
    assertThat(verified(changed).producer("c").inputs()).containsExactly("a");
    assertThat(graph.nodes()).as("the old graph").hasSize(3);
  }

  @Test
  void chainsOfNames_areFollowed() {
    Graph graph = chain("a", "b", "c", "d");
    GraphPatch patch = new GraphPatch();
    for (String name : List.of("c", "a", "b")) {
      patch.remove(graph.producer(name));
    }
    patch.readInstead("a", "x").readInstead("b", "a").readInstead("c", "b");
    assertThat(verified(patch.apply(graph)).producer("d").inputs()).containsExactly("x");
  }

  @Test
  void circlesOfNames_areRefused() {
    Graph graph = chain("a", "b");
    GraphPatch patch = new GraphPatch().readInstead("a", "b").readInstead("b", "a");
    assertThatThrownBy(() -> patch.apply(graph))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("circle");
  }

  @Test
  void replacement_standsWhereItsInputsAllow() {
    Graph graph = chain("a", "b");
    Graph changed =
        new GraphPatch()
            .replace(graph.producer("b"), relu("late", "b"))
            .add(relu("a", "late"))
            .apply(graph);
    assertThat(verified(changed).nodes()).extracting(Node::name).containsExactly("a", "late", "b");
  }

  @Test
  void foreignNode_isRefused() {
    Graph graph = chain("a");
    assertThatThrownBy(() -> new GraphPatch().remove(relu("x", "a")).apply(graph))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("does not have");
  }

  @Test
  void rename_reachesMakerReadersAndSubgraphs() {
    builder.input("test", ElementType.BOOL, Shape.scalar());
    builder.node(relu("x", "a")).node(relu("a", "b")).node(branch("a", "c"));
    Graph graph = builder.output(value("b")).output(value("c")).build();
    Graph changed = verified(new GraphPatch().rename("a", "z").apply(graph));
    assertThat(changed.producer("a")).isNull();
    assertThat(changed.consumers("z")).extracting(Node::name).containsExactly("b", "c");
    Graph body = changed.producer("c").subgraphs().get(0);
    assertThat(body.captures()).containsExactly("z");
  }

  /** A node whose subgraphs read the given value, one of them as its output. */
  private static Node branch(String input, String output) {
    Graph yes = Graph.builder("yes").node(relu(input, "inner")).output(value("inner")).build();
    Graph no = Graph.builder("no").output(value(input)).build();
    return Node.of(
        "If",
        output,
        List.of("test"),
        List.of(output),
        Attribute.of("then_branch", yes),
        Attribute.of("else_branch", no));
  }

  @Test
  void outputOfASubgraph_isReadInsteadToo() {
    builder.input("test", ElementType.BOOL, Shape.scalar());
    builder.node(relu("x", "a")).node(branch("a", "b"));
    Graph graph = builder.output(value("b")).build();
    Graph changed = new GraphPatch().remove(graph.producer("a")).readInstead("a", "x").apply(graph);
    Graph no = verified(changed).producer("b").subgraphs().get(1);
    assertThat(no.outputs()).extracting(Value::name).containsExactly("x");
  }

  @Test
  void innerValueOfTheNewName_doesNotHideIt() {
    builder.input("test", ElementType.BOOL, Shape.scalar());
    builder.node(relu("x", "a")).node(branch("a", "b"));
    Graph graph = builder.output(value("b")).build();
    Graph changed = verified(new GraphPatch().rename("a", "inner").apply(graph));
    Graph yes = changed.producer("b").subgraphs().get(0);
    assertThat(yes.captures()).containsExactly("inner");
    assertThat(yes.nodes().get(0).inputs()).containsExactly("inner");
    assertThat(yes.nodes().get(0).outputs()).containsExactly("inner_2");
    assertThat(yes.outputs()).extracting(Value::name).containsExactly("inner_2");
  }

  @Test
  void hiddenValue_isNotRenamed() {
    builder.input("test", ElementType.BOOL, Shape.scalar());
    builder.node(relu("x", "inner")).node(branch("x", "b"));
    Graph graph = builder.output(value("b")).output(value("inner")).build();
    Graph changed = new GraphPatch().readInstead("inner", "x").apply(graph);
    Graph yes = changed.producer("b").subgraphs().get(0);
    assertThat(yes.outputs()).extracting(Value::name).containsExactly("inner");
  }

  @Test
  void initializers_comeAndGo() {
    builder.initializer("w", Tensor.of(new float[] {1, 2}, 2));
    builder.initializer("v", Tensor.of(new float[] {1, 2}, 2));
    builder.input("v", ElementType.FLOAT32, SHAPE);
    Graph graph = chain("a");
    Graph changed =
        new GraphPatch()
            .dropInitializer("w")
            .dropInput("v")
            .initializer(Initializer.of("u", Tensor.of(new float[] {3, 4}, 2)))
            .apply(graph);
    assertThat(changed.initializers()).containsOnlyKeys("v", "u");
    assertThat(changed.inputs()).extracting(Value::name).containsExactly("x");
    assertThat(changed.constant("v")).isNotNull();
  }

  @Test
  void declaredTypes_goWithTheirValues() {
    builder.value(value("a")).value(value("b"));
    Graph graph = chain("a", "b", "c");
    Graph changed = new GraphPatch().remove(graph.producer("b")).readInstead("b", "a").apply(graph);
    assertThat(changed.values()).containsOnlyKeys("a");
  }
}
