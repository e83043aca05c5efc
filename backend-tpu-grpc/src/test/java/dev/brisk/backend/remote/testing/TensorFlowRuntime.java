package dev.brisk.backend.remote.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.CallOptions;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import org.tensorflow.framework.TensorProto;
import tensorflow.serving.GetModelMetadata;
import tensorflow.serving.Predict;
import tensorflow.serving.PredictionServiceGrpc;

/**
 * TensorFlow's own server in this process, and the service of TensorFlow Serving before it, which
 * hands each tensor on as it came: so TensorFlow reads what the client wrote, computes, and writes
 * what the client reads.
 */
public final class TensorFlowRuntime extends PredictionServiceGrpc.PredictionServiceImplBase
    implements AutoCloseable {
  private final ManagedChannel channel;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  private record Session(String handle, SignatureDef signature) {}

  private TensorFlowRuntime(ManagedChannel channel) {
    this.channel = channel;
  }

  /** Starts it; aborts the test where TensorFlow is not on the class path. */
  public static TensorFlowRuntime start() throws Exception {
    Class<?> type;
    try {
      type = Class.forName("org.tensorflow.Server");
    } catch (ClassNotFoundException e) {
      assumeTrue(false, "TensorFlow is absent; build with -Ptensorflow");
      throw new IllegalStateException(e);
    }
    int port = freePort();
    Class<?> definition = Class.forName("org.tensorflow.proto.ServerDef");
    Object parsed =
        definition.getMethod("parseFrom", byte[].class).invoke(null, (Object) definition(port));
    Object server = type.getConstructor(definition).newInstance(parsed);
    type.getMethod("start").invoke(server);
    ManagedChannel channel =
        Grpc.newChannelBuilder("localhost:" + port, InsecureChannelCredentials.create())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    return new TensorFlowRuntime(channel);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static byte[] definition(int port) {
    byte[] task = message(new Part(1, 0L), new Part(2, "localhost:" + port));
    byte[] job = message(new Part(1, "local"), new Part(2, task));
    byte[] cluster = message(new Part(1, job));
    return message(
        new Part(1, cluster), new Part(2, "local"), new Part(3, 0L), new Part(5, "grpc"));
  }

  /** Serves a graph. */
  public void serve(String name, GraphDef graph, SignatureDef signature) {
    byte[] reply = call("CreateSession", message(new Part(1, graph.toByteArray())));
    String handle = new String(fields(reply, 1).get(0), java.nio.charset.StandardCharsets.UTF_8);
    sessions.put(name, new Session(handle, signature));
  }

  /** Serves a saved model. */
  public void serve(String name, Path folder) throws IOException {
    byte[] saved = Files.readAllBytes(folder.resolve("saved_model.pb"));
    MetaGraphDef meta = MetaGraphDef.parseFrom(fields(saved, 2).get(0));
    SignatureDef signature = meta.getSignatureDefOrThrow("serving_default");
    serve(name, meta.getGraphDef(), signature);
    TensorProto file =
        TensorProto.newBuilder()
            .setDtype(DataType.DT_STRING)
            .setTensorShape(TensorProtos.shape(dev.brisk.Shape.scalar()))
            .addStringVal(ByteString.copyFromUtf8(folder.resolve("variables/variables") + ""))
            .build();
    byte[] feed =
        message(
            new Part(1, meta.getSaverDef().getFilenameTensorName()),
            new Part(2, file.toByteArray()));
    call(
        "RunStep",
        message(
            new Part(1, sessions.get(name).handle),
            new Part(2, feed),
            new Part(4, meta.getSaverDef().getRestoreOpName())));
  }

  @Override
  public void predict(
      Predict.PredictRequest request, StreamObserver<Predict.PredictResponse> observer) {
    Session session = sessions.get(request.getModelSpec().getName());
    try {
      List<Part> parts = new ArrayList<>();
      parts.add(new Part(1, session.handle));
      request
          .getInputsMap()
          .forEach(
              (name, tensor) -> {
                String fed = session.signature.getInputsOrThrow(name).getName();
                parts.add(
                    new Part(2, message(new Part(1, fed), new Part(2, tensor.toByteArray()))));
              });
      List<String> names = new ArrayList<>(session.signature.getOutputsMap().keySet());
      for (String name : names) {
        parts.add(new Part(3, session.signature.getOutputsOrThrow(name).getName()));
      }
      byte[] reply = call("RunStep", message(parts.toArray(Part[]::new)));
      Predict.PredictResponse.Builder response = Predict.PredictResponse.newBuilder();
      List<byte[]> fetched = fields(reply, 1);
      for (int i = 0; i < names.size(); i++) {
        byte[] tensor = fields(fetched.get(i), 2).get(0);
        response.putOutputs(names.get(i), TensorProto.parseFrom(tensor));
      }
      observer.onNext(response.build());
      observer.onCompleted();
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    } catch (IOException e) {
      observer.onError(Status.INTERNAL.withCause(e).asRuntimeException());
    }
  }

  @Override
  public void getModelMetadata(
      GetModelMetadata.GetModelMetadataRequest request,
      StreamObserver<GetModelMetadata.GetModelMetadataResponse> observer) {
    Session session = sessions.get(request.getModelSpec().getName());
    if (session == null) {
      observer.onError(Status.NOT_FOUND.asRuntimeException());
      return;
    }
    GetModelMetadata.SignatureDefMap map =
        GetModelMetadata.SignatureDefMap.newBuilder()
            .putSignatureDef("serving_default", session.signature)
            .build();
    observer.onNext(
        GetModelMetadata.GetModelMetadataResponse.newBuilder()
            .setModelSpec(request.getModelSpec())
            .putMetadata("signature_def", Any.pack(map))
            .build());
    observer.onCompleted();
  }

  /** What a signature says of a tensor of any shape. */
  public static TensorInfo info(String tensor, int type) {
    return TensorInfo.newBuilder()
        .setName(tensor)
        .setDtypeValue(type)
        .setTensorShape(TensorProtos.shape(null))
        .build();
  }

  private byte[] call(String method, byte[] request) {
    MethodDescriptor<byte[], byte[]> descriptor =
        MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("tensorflow.MasterService/" + method)
            .build();
    return ClientCalls.blockingUnaryCall(channel, descriptor, CallOptions.DEFAULT, request);
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

  /** A field: a Long, a String or bytes. */
  private record Part(int field, Object value) {}

  private static byte[] message(Part... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (Part part : parts) {
        if (part.value instanceof Long number) {
          out.writeInt64(part.field, number);
        } else if (part.value instanceof String text) {
          out.writeString(part.field, text);
        } else {
          out.writeByteArray(part.field, (byte[]) part.value);
        }
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<byte[]> fields(byte[] message, int field) {
    List<byte[]> found = new ArrayList<>();
    try {
      CodedInputStream in = CodedInputStream.newInstance(message);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == (field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
          found.add(in.readByteArray());
        } else {
          in.skipField(tag);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Ends the service alone: TensorFlow's server cannot be ended. */
  @Override
  public void close() {
    channel.shutdownNow();
  }
}
