package dev.brisk.benchmarks;

import com.google.protobuf.ByteString;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataResponse;
import inference.GrpcPredictV2.ModelReadyResponse;
import inference.GrpcPredictV2.ServerLiveResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A server of the Open Inference Protocol on the loopback that reads requests, looks at nothing and
 * answers what it has made before: so that what differs between clients is the clients. Echoes
 * bytes, too.
 */
final class CannedServer implements AutoCloseable {
  static final MethodDescriptor<byte[], byte[]> ECHO = method("benchmark.Bytes", "Echo");

  private static final String INFERENCE = "inference.GRPCInferenceService";

  private final Server server;
  private final AtomicInteger asked = new AtomicInteger();
  private @Nullable ManagedChannel channel;

  /** A server of a model {@code same} of so many floats; typed elements are what stubs ask for. */
  CannedServer(int floats, boolean typed) {
    this(floats, typed, 0, () -> 0);
  }

  /**
   * A server that takes its time.
   *
   * @param port 0 for any
   * @param delay nanoseconds before it answers, asked for each inference; negative for never
   */
  CannedServer(int floats, boolean typed, int port, LongSupplier delay) {
    ServerServiceDefinition.Builder inference =
        ServerServiceDefinition.builder(INFERENCE)
            .addMethod(
                method(INFERENCE, "ServerLive"),
                answering(ServerLiveResponse.newBuilder().setLive(true).build().toByteArray()))
            .addMethod(
                method(INFERENCE, "ModelReady"),
                answering(ModelReadyResponse.newBuilder().setReady(true).build().toByteArray()))
            .addMethod(method(INFERENCE, "ModelMetadata"), answering(metadata(floats)))
            .addMethod(method(INFERENCE, "ModelInfer"), tardily(result(floats, typed), delay));
    ServerServiceDefinition echo =
        ServerServiceDefinition.builder("benchmark.Bytes")
            .addMethod(
                ECHO,
                ServerCalls.asyncUnaryCall(
                    (request, observer) -> {
                      observer.onNext(request);
                      observer.onCompleted();
                    }))
            .build();
    try {
      server =
          Grpc.newServerBuilderForPort(port, InsecureServerCredentials.create())
              .directExecutor()
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .addService(inference.build())
              .addService(echo)
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "localhost:" + port();
  }

  int port() {
    return ((InetSocketAddress) server.getListenSockets().get(0)).getPort();
  }

  /** How many inferences were asked for. */
  int asked() {
    return asked.get();
  }

  /** A connection to it, of gRPC alone, the same each time; closed with the server. */
  synchronized ManagedChannel channel() {
    if (channel == null) {
      channel =
          Grpc.newChannelBuilder(address(), InsecureChannelCredentials.create())
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .build();
    }
    return channel;
  }

  private static ServerCallHandler<byte[], byte[]> answering(byte[] reply) {
    return ServerCalls.asyncUnaryCall(
        (request, observer) -> {
          observer.onNext(reply);
          observer.onCompleted();
        });
  }

  private ServerCallHandler<byte[], byte[]> tardily(byte[] reply, LongSupplier delay) {
    return ServerCalls.asyncUnaryCall(
        (request, observer) -> {
          asked.incrementAndGet();
          long nanos = delay.getAsLong();
          if (nanos == 0) {
            answer(observer, reply);
          } else if (nanos > 0) {
            CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS)
                .execute(() -> answer(observer, reply));
          }
        });
  }

  /** The caller may have gone since. */
  private static void answer(StreamObserver<byte[]> observer, byte[] reply) {
    if (!((ServerCallStreamObserver<byte[]>) observer).isCancelled()) {
      observer.onNext(reply);
      observer.onCompleted();
    }
  }

  private static byte[] metadata(int floats) {
    ModelMetadataResponse.TensorMetadata.Builder tensor =
        ModelMetadataResponse.TensorMetadata.newBuilder().setDatatype("FP32").addShape(floats);
    return ModelMetadataResponse.newBuilder()
        .setName("same")
        .addInputs(tensor.setName("x").build())
        .addOutputs(tensor.setName("y").build())
        .build()
        .toByteArray();
  }

  private static byte[] result(int floats, boolean typed) {
    ModelInferResponse.InferOutputTensor.Builder output =
        ModelInferResponse.InferOutputTensor.newBuilder()
            .setName("y")
            .setDatatype("FP32")
            .addShape(floats);
    ModelInferResponse.Builder reply = ModelInferResponse.newBuilder().setModelName("same");
    if (typed) {
      InferTensorContents.Builder contents = InferTensorContents.newBuilder();
      for (int i = 0; i < floats; i++) {
        contents.addFp32Contents(i);
      }
      return reply.addOutputs(output.setContents(contents)).build().toByteArray();
    }
    ByteBuffer raw = ByteBuffer.allocate(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < floats; i++) {
      raw.putFloat(i);
    }
    return reply
        .addOutputs(output)
        .addRawOutputContents(ByteString.copyFrom(raw.flip()))
        .build()
        .toByteArray();
  }

  private static MethodDescriptor<byte[], byte[]> method(String service, String method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
        .build();
  }

  /** Ends it at once; harmless twice. */
  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    server.shutdownNow();
  }

  /** Bytes as they are, in one array of their number. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new KnownBytes(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        byte[] bytes = new byte[stream.available()];
        stream.readNBytes(bytes, 0, bytes.length);
        return bytes;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class KnownBytes extends ByteArrayInputStream implements KnownLength {
    KnownBytes(byte[] bytes) {
      super(bytes);
    }
  }
}
