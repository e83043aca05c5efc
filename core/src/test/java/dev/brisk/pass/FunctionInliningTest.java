package dev.brisk.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.testing.OnnxRuntimeRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FunctionInliningTest {
  private static final String DOMAIN = "local";
  private static final Pass PASS = new FunctionInlining();

  private final GraphBuilder graph = Graph.builder("test");
  private final List<Function> functions = new ArrayList<>();
  private Random random = new Random(1);

  private void function(
      String name, List<String> inputs, List<String> outputs, Attributes defaults, Node... nodes) {
    functions.add(
        new Function(
            DOMAIN,
            name,
            "",
            inputs,
            outputs,
            List.of(nodes),
            defaults,
            Map.of("", 18, DOMAIN, 1),
            Extras.NONE));
  }

  private static Node call(
      String function, List<String> inputs, List<String> outputs, Attribute... attributes) {
    return new Node(
        "", DOMAIN, function, "", inputs, outputs, Attributes.of(attributes), Extras.NONE);
  }

  private static Attribute reference(String name, String to) {
    return new Attribute(name, Attribute.Kind.REFERENCE, to, Extras.NONE);
  }

  private static Value value(String name) {
    return Value.tensor(name, ElementType.FLOAT32, null);
  }

  private Model model(String... outputs) {
    graph.input("x", ElementType.FLOAT32, Shape.of(2, 3));
    for (String output : outputs) {
      graph.output(value(output));
    }
    ModelInfo info = ModelInfo.of(18).withOpset(DOMAIN, 1).withIrVersion(9);
    return Model.of(graph.build(), info.withFunctions(functions));
  }

  private static List<String> operators(Model model) {
    return model.graph().nodes().stream().map(Node::operator).toList();
  }

  @Test
  void attributesOfTheCall_holdBeforeDefaults(@TempDir Path folder) {
    function(
        "Leak",
        List.of("a"),
        List.of("b"),
        Attributes.of(Attribute.of("slope", 0.5f)),
        Node.of("LeakyRelu", "", List.of("a"), List.of("b"), reference("alpha", "slope")));
    graph.node(call("Leak", List.of("x"), List.of("y")));
    graph.node(call("Leak", List.of("y"), List.of("z"), Attribute.of("slope", 0.25f)));
    Path file = folder.resolve("m.onnx");
    model("y", "z").save(file);
    Model inlined = Agreement.check(List.of(PASS), Model.load(file), random, 0);
    assertThat(inlined.functions()).isEmpty();
    assertThat(inlined.graph().nodes())
        .extracting(node -> node.attributes().floatOr("alpha", 0))
        .containsExactly(0.5f, 0.25f);
  }

  @Test
  void leftOutAndRepeatedValues_areKept() {
    function(
        "Odd",
        List.of("a", "low", "high"),
        List.of("a", "b", "b"),
        Attributes.NONE,
        Node.of("Clip", "clip", List.of("a", "low", "high"), List.of("b")));
    graph.initializer("top", Tensor.of(new float[] {0.5f}).reshape());
    graph.node(call("Odd", List.of("x", "", "top"), List.of("same", "y", "z")));
    graph.node(call("Odd", List.of("y"), List.of("", "w")));
    Model model = model("same", "y", "z", "w");
    Model inlined = Passes.apply(List.of(PASS), model);
    assertThat(operators(inlined)).containsOnly("Clip", "Identity").hasSize(4);
    Map<String, Tensor> inputs = Agreement.inputs(model, random);
    Map<String, Tensor> outputs = OnnxRuntimeRun.of(inlined, inputs);
    float[] x = inputs.get("x").toFloatArray();
    assertThat(outputs.get("same").toFloatArray()).isEqualTo(x);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.min(x[i], 0.5f);
    }
    for (String output : List.of("y", "z", "w")) {
      assertThat(outputs.get(output).toFloatArray()).as(output).isEqualTo(x);
    }
  }

  @Test
  void otherVersionsOfOperatorSets_stayFunctions() {
    function(
        "Mean",
        List.of("a"),
        List.of("b"),
        Attributes.NONE,
        Node.of(
            "ReduceMean", "", List.of("a"), List.of("b"), Attribute.of("axes", new long[] {1})));
    Function old = functions.remove(0);
    functions.add(
        new Function(
            DOMAIN,
            old.name(),
            "",
            old.inputs(),
            old.outputs(),
            old.nodes(),
            Attributes.NONE,
            Map.of("", 13),
            Extras.NONE));
    function("Unused", List.of("a"), List.of("a"), Attributes.NONE);
    graph.node(call("Mean", List.of("x"), List.of("y")));
    Model model = model("y");
    assertThat(Passes.apply(List.of(PASS), model)).isSameAs(model);
  }

  @Test
  void functionsThatGrowWithoutEnd_stayCalls() {
    function(
        "F0",
        List.of("a"),
        List.of("b"),
        Attributes.NONE,
        Node.of("Neg", "", List.of("a"), List.of("b")));
    for (int i = 1; i < 500; i++) {
      Node first = call("F" + (i - 1), List.of("a"), List.of("m"));
      Node second = call("F" + (i - 1), List.of("m"), List.of("b"));
      function("F" + i, List.of("a"), List.of("b"), Attributes.NONE, first, second);
    }
    graph.node(call("F499", List.of("x"), List.of("y")));
    Model model = Passes.apply(List.of(new FunctionInlining(1000)), model("y"));
    assertThat(model.graph().nodes()).hasSizeBetween(400, 1100);
    assertThat(model.functions()).isNotEmpty();
  }

  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void randomFunctions_computeTheSameInPlace(int seed) {
    random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      Attribute test = Attribute.of("value", Tensor.of(new double[] {i % 2}).to(ElementType.BOOL));
      List<Node> nodes = new ArrayList<>();
      nodes.add(Node.of("Constant", "", List.of(), List.of("tests"), test));
      nodes.add(Node.of("Squeeze", "", List.of("tests"), List.of("test")));
      List<String> values = new ArrayList<>(List.of("a", "b"));
      for (int j = 0; j < 4; j++) {
        nodes.add(node("v" + j, values));
        values.add("v" + j);
      }
      Attributes defaults = Attributes.of(Attribute.of("slope", random.nextFloat()));
      List<String> outputs = List.of("v3", "v" + random.nextInt(3));
      function("F" + i, List.of("a", "b"), outputs, defaults, nodes.toArray(Node[]::new));
    }
    graph.initializer("c", Agreement.floats(random, 2, 3));
    List<String> values = new ArrayList<>(List.of("x", "c"));
    for (int i = 0; i < 6; i++) {
      String output = "v" + i; // the functions have such values, too
      List<String> outputs = List.of(output, "w" + i);
      graph.node(call("F" + random.nextInt(4), List.of(any(values), any(values)), outputs));
      values.addAll(outputs);
    }
    Model model = model("v5");
    Model inlined = Agreement.check(List.of(PASS), model, random, 1e-6);
    assertThat(inlined.functions()).isEmpty();
    assertThat(inlined.graph().nodes()).noneMatch(node -> node.domain().equals(DOMAIN));
    Agreement.check(Passes.CLEANUP, model, random, 1e-5);
  }

  private String any(List<String> values) {
    return values.get(random.nextInt(values.size()));
  }

  private Node node(String output, List<String> values) {
    List<String> two = List.of(any(values), any(values));
    return switch (random.nextInt(functions.isEmpty() ? 4 : 5)) {
      case 0 -> Node.of("Add", "sum" + output, two, List.of(output));
      case 1 -> Node.of("Max", "", two, List.of(output));
      case 2 ->
          Node.of(
              "LeakyRelu", "", List.of(any(values)), List.of(output), reference("alpha", "slope"));
      case 3 -> choice(output, two);
      default ->
          call(
              functions.get(random.nextInt(functions.size())).name(),
              two,
              List.of(output, output + "second"),
              random.nextBoolean()
                  ? reference("slope", "slope")
                  : Attribute.of("slope", random.nextFloat()));
    };
  }

  /** A node with graphs that read values of the function and have values of its names. */
  private Node choice(String output, List<String> read) {
    GraphBuilder yes = Graph.builder("yes");
    yes.node(
        Node.of(
            "LeakyRelu",
            "",
            List.of(read.get(0)),
            List.of(output + "yes"),
            reference("alpha", "slope")));
    GraphBuilder no = Graph.builder("no");
    no.node(Node.of("Neg", "", List.of(read.get(1)), List.of(output + "no")));
    return Node.of(
        "If",
        "choice" + output,
        List.of("test"),
        List.of(output),
        Attribute.of("then_branch", yes.output(value(output + "yes")).build()),
        Attribute.of("else_branch", no.output(value(output + "no")).build()));
  }
}
