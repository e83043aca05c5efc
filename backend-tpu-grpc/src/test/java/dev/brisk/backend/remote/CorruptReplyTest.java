package dev.brisk.backend.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.backend.remote.testing.OpenInferenceFacade;
import dev.brisk.backend.remote.testing.ServedModels;
import dev.brisk.backend.remote.testing.TestServer;
import inference.GRPCInferenceServiceGrpc;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelInferResponse.InferOutputTensor;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server whose replies are no messages, or not what they say: runs fail, and the next is right.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class CorruptReplyTest {
  private static final byte[] RIGHT = reply(2).toByteArray();

  private volatile byte[] answer = RIGHT;

  private static ModelInferResponse reply(long announced) {
    return ModelInferResponse.newBuilder()
        .setModelName("same")
        .addOutputs(
            InferOutputTensor.newBuilder().setName("y").setDatatype("FP32").addShape(announced))
        .addRawOutputContents(ByteString.copyFrom(new byte[] {0, 0, (byte) 0x80, 63, 0, 0, 0, 64}))
        .build();
  }

  private TestServer serve() {
    ServedModels models = new ServedModels();
    TensorSpec x = new TensorSpec("x", ElementType.FLOAT32, RemoteFixture.ROWS);
    TensorSpec y = new TensorSpec("y", ElementType.FLOAT32, RemoteFixture.ROWS);
    models.add("same", new ServedModels.Served(List.of(x), List.of(y), inputs -> inputs));
    String service = GRPCInferenceServiceGrpc.SERVICE_NAME;
    ServerServiceDefinition.Builder all = ServerServiceDefinition.builder(service);
    new OpenInferenceFacade(models, false)
        .bindService().getMethods().stream()
            .filter(method -> !method.getMethodDescriptor().getFullMethodName().endsWith("Infer"))
            .forEach(all::addMethod);
    return TestServer.start(
        all.addMethod(
                MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(service + "/ModelInfer")
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build(),
                ServerCalls.asyncUnaryCall(
                    (request, observer) -> {
                      observer.onNext(answer);
                      observer.onCompleted();
                    }))
            .build());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changedBytes_areReadOrRefused_andHarmNoOther(long seed) {
    Random random = new Random(seed);
    try (TestServer server = serve();
        Executable executable = RemoteFixture.connectTo(server.address(), "same")) {
      for (int i = 0; i < 200; i++) {
        byte[] bytes = new byte[random.nextInt(RIGHT.length + 1)];
        System.arraycopy(RIGHT, 0, bytes, 0, bytes.length);
        for (int j = random.nextInt(3); j > 0 && bytes.length > 0; j--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        answer = bytes;
        try {
          assertThat(run(executable).byteSize()).isEqualTo(8);
        } catch (RunFailedException e) {
          assertThat(e).hasMessageContaining("same");
        }
        answer = RIGHT;
        assertThat(run(executable).toFloatArray()).containsExactly(1, 2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 1L << 31, 1L << 62, -1, Long.MIN_VALUE})
  void wrongSize_isRefused(long announced) {
    try (TestServer server = serve();
        Executable executable = RemoteFixture.connectTo(server.address(), "same")) {
      answer = reply(announced).toByteArray();
      assertThatThrownBy(() -> run(executable)).isInstanceOf(RunFailedException.class);
      answer = RIGHT;
      assertThat(run(executable).toFloatArray()).containsExactly(1, 2);
    }
  }

  @Test
  void emptyReply_isRefused() {
    try (TestServer server = serve();
        Executable executable = RemoteFixture.connectTo(server.address(), "same")) {
      answer = new byte[0];
      assertThatThrownBy(() -> run(executable)).isInstanceOf(RunFailedException.class);
    }
  }

  private static Tensor run(Executable executable) {
    return executable.run(Tensor.of(new float[2], 2)).get("y");
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
