package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.testing.TensorFlowRuntime;
import dev.brisk.backend.remote.testing.TensorProtos;
import dev.brisk.backend.remote.testing.TestServer;
import dev.brisk.testing.SharedFiles;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.SignatureDef;

/** TensorFlow itself reads what is sent and computes on it; aborted where it is absent. */
final class TensorFlowTest {
  private static final int CLASSES = 12;
  private static final int FEATURES = 490;

  private static TensorFlowRuntime runtime;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    runtime = TensorFlowRuntime.start();
    server = TestServer.start(0, runtime);
  }

  @AfterAll
  static void stop() {
    if (runtime != null) {
      server.close();
      runtime.close();
    }
  }

  private static Executable connect(String model) {
    return new RemoteAccelerator(
            "tpu-grpc",
            new dev.brisk.backend.remote.protocol.TensorFlowServing(),
            Map.of(Settings.TARGET, "grpc://" + server.address() + "/" + model))
        .connect(CompileOptions.defaults());
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "FLOAT32",
        "FLOAT64",
        "FLOAT16",
        "BFLOAT16",
        "INT8",
        "UINT8",
        "INT16",
        "UINT16",
        "INT32",
        "UINT32",
        "INT64",
        "UINT64",
        "BOOL"
      })
  void numbers_areTheSameToTensorFlow(ElementType type) {
    int number = TensorProtos.number(type);
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(placeholder(number))
            .addNode(
                NodeDef.newBuilder()
                    .setName("d")
                    .setOp("Cast")
                    .addInput("x")
                    .putAttr("SrcT", type(number))
                    .putAttr("DstT", type(2)))
            .addNode(identity(number))
            .build();
    SignatureDef signature =
        SignatureDef.newBuilder()
            .putInputs("x", TensorFlowRuntime.info("x:0", number))
            .putOutputs("d", TensorFlowRuntime.info("d:0", 2))
            .putOutputs("y", TensorFlowRuntime.info("y:0", number))
            .build();
    runtime.serve("numbers-" + type, graph, signature);
    try (Executable executable = connect("numbers-" + type)) {
      Tensor x = Tensor.of(new double[] {1.5, -2, 0, 100, -128, 3}, 2, 3).to(type);
      for (Tensor sent : List.of(x, x.reshape(6), Tensor.of(new double[] {1}).to(type))) {
        Map<String, Tensor> outputs = executable.run(Map.of("x", sent));
        assertThat(outputs.get("d").toDoubleArray()).isEqualTo(sent.toDoubleArray());
        assertThat(outputs.get("d").shape()).isEqualTo(sent.shape());
        assertThat(outputs.get("y").toByteArray()).isEqualTo(sent.toByteArray());
        assertThat(outputs.get("y").elementType()).isEqualTo(type);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"STRING", "COMPLEX64", "COMPLEX128", "FLOAT8E5M2", "FLOAT8E4M3FN", "INT4", "UINT4"})
  void otherElements_comeBackFromTensorFlow(ElementType type) {
    int number = TensorProtos.number(type);
    GraphDef graph =
        GraphDef.newBuilder().addNode(placeholder(number)).addNode(identity(number)).build();
    SignatureDef signature =
        SignatureDef.newBuilder()
            .putInputs("x", TensorFlowRuntime.info("x:0", number))
            .putOutputs("y", TensorFlowRuntime.info("y:0", number))
            .build();
    runtime.serve("other-" + type, graph, signature);
    try (Executable executable = connect("other-" + type)) {
      if (type == ElementType.STRING) {
        Tensor x = Tensor.of(new String[] {"a", "", "zwölf"}, 3);
        assertThat(executable.run(x).get("y").toStringArray()).containsExactly("a", "", "zwölf");
        return;
      }
      byte[] bytes = new byte[(int) type.byteSize(4)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (17 * i + 3);
      }
      Tensor x = Tensor.ofBytes(type, bytes, 4);
      assertThat(executable.run(x).get("y").toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void failureOfTensorFlow_isToldInItsWords() {
    int number = TensorProtos.number(ElementType.FLOAT32);
    GraphDef graph =
        GraphDef.newBuilder()
            .addNode(placeholder(number))
            .addNode(
                NodeDef.newBuilder()
                    .setName("y")
                    .setOp("MatMul")
                    .addInput("x")
                    .addInput("x")
                    .putAttr("T", type(number)))
            .build();
    SignatureDef signature =
        SignatureDef.newBuilder()
            .putInputs("x", TensorFlowRuntime.info("x:0", number))
            .putOutputs("y", TensorFlowRuntime.info("y:0", number))
            .build();
    runtime.serve("square", graph, signature);
    try (Executable executable = connect("square")) {
      assertThatThrownBy(() -> executable.run(Tensor.of(new float[6], 2, 3)))
          .isInstanceOf(dev.brisk.RunFailedException.class)
          .hasMessageContaining("Matrix size-incompatible");
      Tensor y = executable.run(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)).get("y");
      assertThat(y.toFloatArray()).containsExactly(7, 10, 15, 22);
    }
  }

  /** The same network as a saved model over the wire and as ONNX in this process. */
  @Test
  void keywords_areRecognizedAsWellAsLocally(TestReporter reporter) throws Exception {
    Path saved = SharedFiles.require("models/kws_ref_savedmodel");
    Path onnx = SharedFiles.require("models/kws_dscnn_mlperf.onnx");
    byte[] records = Files.readAllBytes(SharedFiles.require("data/kws01/kws_1000.bin"));
    int count = 1000;
    float[] features = new float[count * FEATURES];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int at = i * (FEATURES + 1);
      labels[i] = records[at];
      for (int j = 0; j < FEATURES; j++) {
        features[i * FEATURES + j] = records[at + 1 + j] * 0.5847029f - 48.53034f;
      }
    }
    runtime.serve("kws", saved);
    int remoteRight;
    float[] remote;
    try (Executable executable = connect("kws")) {
      remote =
          executable
              .run(Tensor.of(features, count, 49, 10, 1))
              .get(executable.outputs().get(0).name())
              .toFloatArray();
      remoteRight = right(remote, labels);
    }
    Model model = Model.load(onnx);
    try (Executable executable = Accelerators.named("reference").compile(model)) {
      int same = 0;
      int localRight = 0;
      for (int i = 0; i < count; i++) {
        ByteBuffer one = ByteBuffer.allocateDirect(FEATURES * Float.BYTES);
        one.order(java.nio.ByteOrder.nativeOrder())
            .asFloatBuffer()
            .put(features, i * FEATURES, FEATURES);
        dev.brisk.Shape shape = model.inputs().get(0).shape().withFree(1);
        Tensor x =
            Tensor.of(ElementType.FLOAT32, shape, one.order(java.nio.ByteOrder.nativeOrder()));
        float[] local = executable.run(x).values().iterator().next().toFloatArray();
        int best = best(local, 0);
        same += best == best(remote, i * CLASSES) ? 1 : 0;
        localRight += best == labels[i] ? 1 : 0;
      }
      reporter.publishEntry(
          Map.of("right over the wire", remoteRight + "", "right here", localRight + ""));
      assertThat(remoteRight).isEqualTo(localRight).isGreaterThan(900);
      assertThat(same).isEqualTo(count);
    }
  }

  private static int right(float[] scores, int[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += best(scores, i * CLASSES) == labels[i] ? 1 : 0;
    }
    return right;
  }

  private static int best(float[] scores, int from) {
    int best = 0;
    for (int i = 1; i < CLASSES; i++) {
      best = scores[from + i] > scores[from + best] ? i : best;
    }
    return best;
  }

  private static NodeDef placeholder(int type) {
    return NodeDef.newBuilder()
        .setName("x")
        .setOp("Placeholder")
        .putAttr("dtype", type(type))
        .build();
  }

  private static NodeDef identity(int type) {
    return NodeDef.newBuilder()
        .setName("y")
        .setOp("Identity")
        .addInput("x")
        .putAttr("T", type(type))
        .build();
  }

  private static AttrValue type(int number) {
    return AttrValue.newBuilder().setTypeValue(number).build();
  }
}
