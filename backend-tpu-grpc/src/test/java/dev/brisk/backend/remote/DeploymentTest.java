package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.KernelRun;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.RunTrace;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnavailableException;
import dev.brisk.backend.remote.testing.ServedModels;
import dev.brisk.backend.remote.testing.TestServer;
import dev.brisk.backend.remote.testing.TritonFacade;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done with servers that can more than run what they have. */
final class DeploymentTest {
  private static final Model NEGATED =
      Model.of(
          Graph.builder("negated")
              .input(Value.tensor("x", ElementType.FLOAT32, Shape.of(Shape.FREE, 2)))
              .output(Value.tensor("y", ElementType.FLOAT32, Shape.of(Shape.FREE, 2)))
              .input(Value.tensor("sign", ElementType.INT64, Shape.scalar()))
              .output(Value.tensor("same", ElementType.INT64, Shape.scalar()))
              .node(Node.of("Neg", "", List.of("x"), List.of("y")))
              .node(Node.of("Identity", "", List.of("sign"), List.of("same")))
              .build(),
          ModelInfo.of(17));

  @TempDir Path folder;

  private static Map<String, Tensor> inputs() {
    return Map.of("x", Tensor.of(new float[] {1, 2}, 1, 2), "sign", Tensor.of(new long[] {7}));
  }

  private static CompileOptions with(String... settings) {
    CompileOptions options = CompileOptions.defaults();
    for (int i = 0; i < settings.length; i += 2) {
      options = options.with(settings[i], settings[i + 1]);
    }
    return options;
  }

  @Test
  void model_isSentToEachServerThatTakesModels() {
    TritonFacade one = new TritonFacade(new ServedModels(), "classification", "model_repository");
    TritonFacade two = new TritonFacade(new ServedModels(), "model_repository");
    try (TestServer first = TestServer.start(one.service());
        TestServer second = TestServer.start(two.service());
        Executable executable =
            RemoteAccelerators.at(
                    "grpc://%s,%s/negated".formatted(first.address(), second.address()))
                .compile(NEGATED, with("grpc.push", "true"))) {
      Map<String, Tensor> outputs = executable.run(inputs());
      assertThat(outputs.get("y").toFloatArray()).containsExactly(-1, -2);
      assertThat(outputs.get("same").toLongArray()).containsExactly(7);
      assertThat(two.loaded).containsOnlyKeys("config", "file:1/model.onnx");
      assertThat(one.loaded.get("config").toStringUtf8())
          .isEqualTo(
              "{\"name\":\"negated\",\"backend\":\"onnxruntime\",\"max_batch_size\":0,"
                  + "\"input\":[{\"name\":\"x\",\"data_type\":\"TYPE_FP32\",\"dims\":[-1, 2]},"
                  + "{\"name\":\"sign\",\"data_type\":\"TYPE_INT64\",\"dims\":[1],"
                  + "\"reshape\":{\"shape\":[]}}],"
                  + "\"output\":[{\"name\":\"y\",\"data_type\":\"TYPE_FP32\",\"dims\":[-1, 2]},"
                  + "{\"name\":\"same\",\"data_type\":\"TYPE_INT64\",\"dims\":[1],"
                  + "\"reshape\":{\"shape\":[]}}]}");
    }
  }

  @Test
  void serverThatTakesNoModels_isNotSentAny() {
    TritonFacade facade = new TritonFacade(new ServedModels(), "statistics");
    try (TestServer server = TestServer.start(facade.service())) {
      assertThatThrownBy(
              () ->
                  RemoteAccelerators.at("grpc://" + server.address() + "/negated")
                      .compile(NEGATED, with("grpc.push", "true")))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("model_repository")
          .hasMessageContaining("grpc.repository");
      assertThat(facade.loaded).isEmpty();
    }
  }

  @Test
  void missingModel_isWrittenAsServersHaveIt() throws Exception {
    TritonFacade facade = new TritonFacade(new ServedModels());
    try (TestServer server = TestServer.start(facade.service())) {
      assertThatThrownBy(
              () ->
                  RemoteAccelerators.at("grpc://" + server.address() + "/negated")
                      .compile(NEGATED, with("grpc.repository", folder.toString())))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("what to deploy was written to " + folder.resolve("negated"));
    }
    assertThat(Files.readString(folder.resolve("negated/config.pbtxt")))
        .isEqualTo(
            """
            name: "negated"
            backend: "onnxruntime"
            max_batch_size: 0
            input {
              name: "x"
              data_type: TYPE_FP32
              dims: [ -1, 2 ]
            }
            input {
              name: "sign"
              data_type: TYPE_INT64
              dims: [ 1 ]
              reshape { shape: [ ] }
            }
            output {
              name: "y"
              data_type: TYPE_FP32
              dims: [ -1, 2 ]
            }
            output {
              name: "same"
              data_type: TYPE_INT64
              dims: [ 1 ]
              reshape { shape: [ ] }
            }
            """);
    Model written = Model.load(folder.resolve("negated/1/model.onnx"));
    assertThat(written.inputs()).isEqualTo(NEGATED.inputs());
  }

  @Test
  void tensorFlowServing_isWrittenNoOnnx() throws Exception {
    try (RemoteFixture fixture = new RemoteFixture()) {
      assertThatThrownBy(
              () ->
                  RemoteAccelerators.at("grpc://" + fixture.address() + "/negated")
                      .compile(NEGATED, with("grpc.repository", folder.toString())))
          .isInstanceOf(UnavailableException.class)
          .hasMessageContaining("SavedModels");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void modelName_isNoPath() {
    for (String name : List.of("", "..", "a/b", ".hidden")) {
      assertThatThrownBy(() -> ModelRepository.write(NEGATED, name, folder))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'" + name + "'");
    }
  }

  @Test
  void time_isTheServersOwnWhereItTells() {
    ServedModels models = new ServedModels();
    models.add("negated", NEGATED);
    TritonFacade facade = new TritonFacade(models, "statistics");
    try (TestServer server = TestServer.start(facade.service())) {
      RunTrace trace =
          RemoteAccelerators.at("grpc://" + server.address() + "/negated")
              .trace(NEGATED, inputs(), 3, CompileOptions.defaults())
              .get(2);
      assertThat(trace.kernels())
          .extracting(KernelRun::kernel)
          .containsExactly(
              "Serialize", "Network", "Queue", "Input", "Compute", "Output", "Deserialize");
      assertThat(trace.kernels().subList(2, 6))
          .extracting(KernelRun::taken)
          .containsExactly(
              Duration.ofNanos(1000),
              Duration.ofNanos(2000),
              Duration.ofNanos(3000),
              Duration.ofNanos(4000));
    }
  }

  @Test
  void timeLeftAndPriority_areToldToServersThatHeedThem() {
    ServedModels models = new ServedModels();
    models.add("negated", NEGATED);
    TritonFacade heeding = new TritonFacade(models, "schedule_policy");
    TritonFacade other = new TritonFacade(models);
    for (TritonFacade facade : List.of(heeding, other)) {
      try (TestServer server = TestServer.start(facade.service());
          Executable executable =
              RemoteAccelerators.at("grpc://" + server.address() + "/negated")
                  .compile(NEGATED, with("grpc.deadline", "20s", "grpc.priority", "3"))) {
        executable.run(inputs());
      }
    }
    assertThat(heeding.parameters).hasSize(1);
    assertThat(heeding.parameters.get(0)).containsOnlyKeys("timeout", "priority");
    assertThat(heeding.parameters.get(0).get("timeout").getInt64Param()).isBetween(1L, 20_000_000L);
    assertThat(heeding.parameters.get(0).get("priority").getInt64Param()).isEqualTo(3);
    assertThat(other.parameters).containsExactly(Map.of());
  }
}
