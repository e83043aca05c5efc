package dev.brisk.backend.remote.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.backend.remote.testing.TestServer;
import dev.brisk.backend.remote.wire.MessageWriter;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The transport gets its buffers back, whatever becomes of a call. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
final class ReplyLeakTest {
  private static final String SERVICE = "test.Echo";
  private static final MethodDescriptor<MessageWriter, Reply> ECHO = Methods.unary(SERVICE, "Echo");

  private final AtomicInteger calls = new AtomicInteger();

  /** Sends back what came; each third call fails after that, each fifth replies twice. */
  private TestServer serve(boolean faulty) {
    ServerCalls.UnaryMethod<byte[], byte[]> echo =
        (request, observer) -> {
          int call = calls.incrementAndGet();
          observer.onNext(request);
          if (faulty && call % 3 == 0) {
            observer.onError(Status.ABORTED.asRuntimeException());
          } else {
            if (faulty && call % 5 == 0) {
              sendAgain(observer, request);
            }
            observer.onCompleted();
          }
        };
    return TestServer.start(
        ServerServiceDefinition.builder(SERVICE)
            .addMethod(
                MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(
                        faulty
                            ? MethodDescriptor.MethodType.SERVER_STREAMING
                            : MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(SERVICE + "/Echo")
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build(),
                faulty
                    ? ServerCalls.asyncServerStreamingCall(echo::invoke)
                    : ServerCalls.asyncUnaryCall(echo))
            .build());
  }

  private static void sendAgain(StreamObserver<byte[]> observer, byte[] reply) {
    observer.onNext(reply);
  }

  private static Endpoint connect(TestServer server) {
    Limits limits = new Limits(Duration.ofSeconds(30), 3, 64, null);
    Endpoint.Route route =
        new Endpoint.Route(List.of(server.address()), 1, Security.NONE, "pick_first", null);
    return new Endpoint(route, limits, Metadata::new);
  }

  private static MessageWriter message() {
    return new MessageWriter().bytes(1, new byte[100_000]);
  }

  @Test
  void replyThatIsNotClosed_isCounted() throws Exception {
    int before = Reply.held();
    try (TestServer server = serve(false);
        Endpoint endpoint = connect(server)) {
      Reply reply = endpoint.call(ECHO, message(), 1 << 20);
      assertThat(Reply.held()).isEqualTo(before + 1);
      reply.close();
      assertThat(Reply.held()).isEqualTo(before);
      reply.close();
      assertThat(Reply.held()).isEqualTo(before);
    }
  }

  @Test
  void repliesOfManyCalls_areAllGivenBack() throws Exception {
    int before = Reply.held();
    try (TestServer server = serve(true);
        Endpoint endpoint = connect(server)) {
      for (int i = 0; i < 100; i++) {
        try {
          endpoint.call(ECHO, message(), 1 << 20).close();
        } catch (CallException e) {
          assertThat(e.kind()).isEqualTo(CallException.Kind.FAILED);
        }
        assertThatThrownBy(() -> endpoint.call(ECHO, message(), 1000))
            .isInstanceOf(CallException.class);
      }
    }
    for (int i = 0; i < 3000 && Reply.held() > before; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(Reply.held()).isEqualTo(before);
  }

  @Test
  void connections_areSharedAndClosedAfterTheLast() {
    int before = Channels.count();
    try (TestServer server = serve(false)) {
      Endpoint one = connect(server);
      Endpoint two = connect(server);
      assertThat(Channels.count()).isEqualTo(before + 1);
      one.close();
      assertThat(Channels.count()).isEqualTo(before + 1);
      two.close();
      assertThat(Channels.count()).isEqualTo(before);
    }
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
