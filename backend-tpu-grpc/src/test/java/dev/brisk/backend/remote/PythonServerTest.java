package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.testing.Program;
import inference.GrpcPredictV2;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server on gRPC's C library, which reads and writes with Python's protobuf by the published
 * protocol; aborted where Python has no gRPC (Debian's python3-grpcio and python3-protobuf).
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class PythonServerTest {
  private static Program server;
  private static String host;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    String python =
        Program.orAbort(
            "Python with grpc and google.protobuf",
            List.of("python3", "/usr/bin/python3"),
            "-c",
            "import grpc, google.protobuf");
    Path protocol = folder.resolve("protocol");
    Files.write(protocol, GrpcPredictV2.getDescriptor().toProto().toByteArray());
    Path script = folder.resolve("server.py");
    try (InputStream source = PythonServerTest.class.getResourceAsStream("server.py")) {
      Files.copy(source, script);
    }
    server = Program.start(python, script.toString(), protocol.toString());
    host = "localhost:" + Integer.parseInt(server.line());
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** Sizes on both sides of the transport's frames and windows. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_095, 4_096, 16_384, 300_000, 2_000_000})
  void floats_areDoubled(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i - 0.5f;
    }
    for (String model : new String[] {"twice", "typed"}) {
      try (Executable executable =
          RemoteFixture.connectTo(host, model, "grpc.message-size", "20000000")) {
        float[] got = executable.run(Tensor.of(values, count)).get("y").toFloatArray();
        assertThat(got).hasSize(count);
        for (int i = 0; i < count; i++) {
          assertThat(got[i]).isEqualTo(2 * values[i]);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "BOOL",
        "INT8",
        "INT16",
        "INT32",
        "INT64",
        "UINT8",
        "UINT16",
        "UINT32",
        "UINT64",
        "FLOAT16",
        "BFLOAT16",
        "FLOAT32",
        "FLOAT64",
        "STRING"
      })
  void everyType_comesBackAsItWas(ElementType type) {
    String name =
        switch (type) {
          case STRING -> "BYTES";
          case BFLOAT16 -> "BF16";
          case FLOAT16, FLOAT32, FLOAT64 -> "FP" + type.name().substring(5);
          default -> type.name();
        };
    try (Executable executable = RemoteFixture.connectTo(host, "echo-" + name)) {
      Tensor x = some(type);
      Tensor y = executable.run(x).get("y");
      assertThat(y.elementType()).isEqualTo(type);
      if (type == ElementType.STRING) {
        assertThat(y.toStringArray()).isEqualTo(x.toStringArray());
      } else {
        assertThat(y.toByteArray()).isEqualTo(x.toByteArray());
      }
    }
  }

  private static Tensor some(ElementType type) {
    if (type == ElementType.STRING) {
      return Tensor.of(new String[] {"", "keyword", "\u00fcber"}, 3);
    }
    byte[] bytes = new byte[Math.toIntExact(type.byteSize(99))];
    new Random(7).nextBytes(bytes);
    if (type == ElementType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    return Tensor.ofBytes(type, bytes, 99);
  }

  @Test
  void deadline_isTold() {
    try (Executable executable = RemoteFixture.connectTo(host, "left", "grpc.deadline", "20s")) {
      float left = executable.run(Tensor.of(new float[1], 1)).get("y").toFloatArray()[0];
      assertThat(left).isBetween(0f, 20.001f);
    }
  }

  @ParameterizedTest
  @CsvSource({"full,true", "exhausted,true", "wrong,false", "broken,false"})
  void refusal_isToldApart(String model, boolean overload) {
    try (Executable executable = RemoteFixture.connectTo(host, model)) {
      assertThatThrownBy(() -> executable.run(Tensor.of(new float[1], 1)))
          .isInstanceOf(overload ? OverloadException.class : RunFailedException.class)
          .hasMessageContaining("the model says " + model);
    }
  }

  @Test
  void threads_getTheirOwnAnswers() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (Executable executable = RemoteFixture.connectTo(host, "twice")) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        int value = i;
        all.add(pool.submit(() -> RemoteFixture.isRight(executable, value)));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      pool.shutdown();
    }
  }
}
