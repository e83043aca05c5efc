package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.UnavailableException;
import dev.brisk.UnsupportedModelException;
import dev.brisk.backend.remote.testing.ServedModels;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a model here is joined to the one that a server has. */
final class CompileTest {
  private static final RemoteFixture FIXTURE = new RemoteFixture();

  @AfterAll
  static void stop() {
    FIXTURE.close();
  }

  private static Model identity(String input, String output, ElementType type, Shape shape) {
    return Model.of(
        Graph.builder("twice")
            .input(Value.tensor(input, type, shape))
            .output(Value.tensor(output, type, shape))
            .node(Node.of("Identity", "", List.of(input), List.of(output)))
            .build(),
        ModelInfo.of(17));
  }

  private static Executable compile(Model model, String... settings) {
    CompileOptions options = CompileOptions.defaults();
    for (int i = 0; i < settings.length; i += 2) {
      options = options.with(settings[i], settings[i + 1]);
    }
    return RemoteAccelerators.at("grpc://" + FIXTURE.address()).compile(model, options);
  }

  private static void serve(
      String name, ElementType type, Shape shape, UnaryOperator<Map<String, Tensor>> function) {
    FIXTURE.models.add(
        name,
        new ServedModels.Served(
            List.of(new TensorSpec("x", type, shape)),
            List.of(new TensorSpec("y", type, shape)),
            function));
  }

  /** What resolves such names is an artifact of its own, which is not needed otherwise. */
  @Test
  void xdsWithoutItsArtifact_saysWhatIsMissing() {
    assertThatThrownBy(
            () ->
                RemoteAccelerators.connect(
                    "xds:///models", CompileOptions.defaults().with("grpc.model", "twice")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("xds:///models")
        .hasMessageContaining("io.grpc:grpc-xds");
  }

  @Test
  void otherModel_isToldInEachWayItDiffers() {
    assertThatThrownBy(() -> compile(identity("x", "z", ElementType.INT32, Shape.of(2, 2))))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("input 'x' is of int32 here and of float32 there")
        .hasMessageContaining("input 'x' is [2,2] here and [?] there")
        .hasMessageContaining("no output 'z'")
        .hasMessageContaining("grpc.name.");
  }

  @Test
  void inputThatTheServerNeedsBeside_isTold() {
    FIXTURE.models.add(
        "two",
        new ServedModels.Served(
            List.of(
                new TensorSpec("x", ElementType.FLOAT32, RemoteFixture.ROWS),
                new TensorSpec("mask", ElementType.BOOL, RemoteFixture.ROWS)),
            List.of(new TensorSpec("y", ElementType.FLOAT32, RemoteFixture.ROWS)),
            inputs -> Map.of("y", inputs.get("x"))));
    Model model = identity("x", "y", ElementType.FLOAT32, RemoteFixture.ROWS);
    assertThatThrownBy(() -> compile(model, "grpc.model", "two"))
        .hasMessageContaining("the server also needs input mask");
  }

  @Test
  void missingModel_isUnavailable() {
    Model model = identity("x", "y", ElementType.FLOAT32, RemoteFixture.ROWS);
    assertThatThrownBy(() -> compile(model, "grpc.model", "nowhere"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("'nowhere'");
  }

  @Test
  void otherNames_areSet() {
    Model model = identity("image", "scores", ElementType.FLOAT32, RemoteFixture.ROWS);
    try (Executable executable = compile(model, "grpc.name.image", "x", "grpc.name.scores", "y")) {
      Tensor scores = executable.run(Tensor.of(new float[] {1, 2}, 2)).get("scores");
      assertThat(scores.toFloatArray()).containsExactly(2, 4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT16", "BFLOAT16"})
  void floatsOfAnotherWidth_areConverted(ElementType type) {
    List<ElementType> came = new ArrayList<>();
    serve(
        "narrow",
        type,
        RemoteFixture.ROWS,
        inputs -> {
          came.add(inputs.get("x").elementType());
          return Map.of("y", inputs.get("x"));
        });
    Model model = identity("x", "y", ElementType.FLOAT32, Shape.of(3));
    try (Executable executable = compile(model, "grpc.model", "narrow")) {
      Tensor x = Tensor.of(new float[] {1, 0.1f, -3}, 3);
      Tensor y = executable.run(x).get("y");
      assertThat(y.elementType()).isEqualTo(ElementType.FLOAT32);
      assertThat(y.toFloatArray())
          .containsExactly(x.to(type).to(ElementType.FLOAT32).toFloatArray());
      assertThat(came).containsExactly(type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT8", "UINT8"})
  void quantizedModel_sendsAndGetsItsCodes(ElementType type) {
    int zero = type == ElementType.INT8 ? -3 : 100;
    List<Tensor> came = new ArrayList<>();
    serve(
        "codes",
        type,
        RemoteFixture.ROWS,
        inputs -> {
          came.add(inputs.get("x"));
          return Map.of("y", inputs.get("x"));
        });
    Shape shape = Shape.of(Shape.FREE);
    GraphBuilder graph = Graph.builder("codes");
    graph.input("x", ElementType.FLOAT32, shape);
    graph.initializer("scale", Tensor.of(new float[] {0.5f}).reshape());
    graph.initializer("zero", Tensor.of(new int[] {zero}).to(type).reshape());
    graph.node("QuantizeLinear", "q", List.of("x", "scale", "zero"));
    graph.node("DequantizeLinear", "y", List.of("q", "scale", "zero"));
    graph.output("y", ElementType.FLOAT32, shape);
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    try (Executable executable = compile(model)) {
      float[] values = {0, 0.3f, -1.25f, 7, 1000, -1000};
      Tensor y = executable.run(Tensor.of(values, 6)).get("y");
      int low = type == ElementType.INT8 ? -128 : 0;
      assertThat(came.get(0).toIntArray())
          .containsExactly(zero, zero + 1, zero - 2, zero + 14, low + 255, low);
      assertThat(y.toFloatArray())
          .containsExactly(0, 0.5f, -1, 7, (low + 255 - zero) * 0.5f, (low - zero) * 0.5f);
    }
  }

  @Test
  void scalar_isASequenceOfOneWhereTheServerHasNoScalars() {
    serve(
        "one", ElementType.FLOAT32, Shape.of(1), inputs -> Map.of("y", inputs.get("x").reshape(1)));
    Model model = identity("x", "y", ElementType.FLOAT32, Shape.scalar());
    try (Executable executable = compile(model, "grpc.model", "one")) {
      Tensor y = executable.run(Tensor.of(new float[] {5}).reshape()).get("y");
      assertThat(y.shape()).isEqualTo(Shape.scalar());
      assertThat(y.toFloatArray()).containsExactly(5);
    }
  }

  @Test
  void anyNumberOfRows_isSentInTheSizesThatTheServerIsMadeFor() {
    List<Long> sizes = new ArrayList<>();
    serve(
        "batched",
        ElementType.FLOAT32,
        Shape.of(Shape.FREE, 2),
        inputs -> {
          Tensor x = inputs.get("x");
          sizes.add(x.shape().dim(0));
          float[] values = x.toFloatArray();
          for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
          }
          return Map.of("y", Tensor.of(values, x.shape().dims()));
        });
    Model model = identity("x", "y", ElementType.FLOAT32, Shape.of(Shape.FREE, 2));
    try (Executable executable =
        compile(model, "grpc.model", "batched", "grpc.batch-sizes", "8,1,3")) {
      Map<Integer, List<Long>> expected =
          Map.of(
              1,
              List.of(1L),
              2,
              List.of(3L),
              3,
              List.of(3L),
              7,
              List.of(8L),
              8,
              List.of(8L),
              9,
              List.of(8L, 1L),
              20,
              List.of(8L, 8L, 8L));
      expected.forEach(
          (rows, batches) -> {
            sizes.clear();
            float[] values = new float[rows * 2];
            float[] doubled = new float[rows * 2];
            for (int i = 0; i < values.length; i++) {
              values[i] = i + 1;
              doubled[i] = 2 * values[i];
            }
            Tensor y = executable.run(Tensor.of(values, rows, 2)).get("y");
            assertThat(y.toFloatArray()).as(rows + " rows").isEqualTo(doubled);
            assertThat(y.shape()).isEqualTo(Shape.of(rows, 2));
            assertThat(sizes).isEqualTo(batches);
          });
    }
  }

  @Test
  void batchesOfAModelWithoutRows_areRefused() {
    serve("fixed", ElementType.FLOAT32, Shape.of(4), inputs -> inputs);
    Model model = identity("x", "y", ElementType.FLOAT32, Shape.of(4));
    assertThatThrownBy(() -> compile(model, "grpc.model", "fixed", "grpc.batch-sizes", "1,2"))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("grpc.batch-sizes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "grpc.deadline=soon", "grpc.deadline=0s", "grpc.attempts=0", "grpc.in-flight=-1",
        "grpc.hedge=p50", "grpc.batch-sizes=0,1", "grpc.batch-sizes=x", "grpc.keepalive=1s",
        "grpc.balancing=best", "grpc.push=yes", "grpc.priority=0", "grpc.tls.key=a.pem",
        "grpc.unknown=1", "grpc.token-file=/token"
      })
  void settingsThatMakeNoSense_areRefused(String setting) {
    String name = setting.substring(0, setting.indexOf('='));
    String value = setting.substring(setting.indexOf('=') + 1);
    Model model = identity("x", "y", ElementType.FLOAT32, RemoteFixture.ROWS);
    assertThatThrownBy(() -> compile(model, name, value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host:1/m", "grpc://", "grpc://host/m", "grpc://h:1/m/1/2", "grpc://a:1,b/m"})
  void addressesOfNoKnownForm_areRefused(String address) {
    assertThatThrownBy(() -> RemoteAccelerators.at(address))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("grpc://host:port/model");
  }
}
