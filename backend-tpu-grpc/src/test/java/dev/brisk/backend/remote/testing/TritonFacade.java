package dev.brisk.backend.remote.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.brisk.Model;
import inference.GrpcPredictV2.InferParameter;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ServerMetadataRequest;
import inference.GrpcPredictV2.ServerMetadataResponse;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The facade with what Triton has beyond the protocol, in messages without generated classes. */
public final class TritonFacade extends OpenInferenceFacade {
  private static final String SERVICE = "inference.GRPCInferenceService";

  private final ServedModels models;
  private final List<String> extensions;
  private volatile long runs;

  /** What the last request to load a model said, by the parameter's name. */
  public final Map<String, ByteString> loaded = new ConcurrentHashMap<>();

  /** The parameters of the requests to run. */
  public final List<Map<String, InferParameter>> parameters = new CopyOnWriteArrayList<>();

  /** A facade that lists extensions. */
  public TritonFacade(ServedModels models, String... extensions) {
    super(models, false);
    this.models = models;
    this.extensions = List.of(extensions);
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    observer.onNext(
        ServerMetadataResponse.newBuilder().setName("triton").addAllExtensions(extensions).build());
    observer.onCompleted();
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
    parameters.add(new TreeMap<>(request.getParametersMap()));
    runs++;
    super.modelInfer(request, observer);
  }

  /** The service; the extensions are there whether they are listed or not. */
  public ServerServiceDefinition service() {
    ServerServiceDefinition.Builder all = ServerServiceDefinition.builder(SERVICE);
    bindService().getMethods().forEach(all::addMethod);
    return all.addMethod(
            method("RepositoryModelLoad"), ServerCalls.asyncUnaryCall(unary(this::load)))
        .addMethod(method("ModelStatistics"), ServerCalls.asyncUnaryCall(unary(this::statistics)))
        .build();
  }

  private static MethodDescriptor<UnknownFieldSet, UnknownFieldSet> method(String name) {
    return MethodDescriptor.<UnknownFieldSet, UnknownFieldSet>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(SERVICE + "/" + name)
        .setRequestMarshaller(new Fields())
        .setResponseMarshaller(new Fields())
        .build();
  }

  private UnknownFieldSet load(UnknownFieldSet request) {
    String name = text(request, 2).toStringUtf8();
    loaded.clear();
    for (ByteString entry : request.getField(3).getLengthDelimitedList()) {
      UnknownFieldSet parameter = parse(entry);
      UnknownFieldSet value = parse(text(parameter, 2));
      String key = text(parameter, 1).toStringUtf8();
      loaded.put(key, text(value, key.startsWith("file:") ? 4 : 3));
    }
    byte[] file = loaded.get("file:1/model.onnx").toByteArray();
    ByteBuffer bytes = ByteBuffer.allocateDirect(file.length).put(file).flip();
    models.add(name, Model.load(bytes));
    return UnknownFieldSet.getDefaultInstance();
  }

  /** Each run waited 1 us and took 2, 3 and 4. */
  private UnknownFieldSet statistics(UnknownFieldSet request) {
    UnknownFieldSet.Builder times = UnknownFieldSet.newBuilder();
    times.addField(1, duration(10_000));
    for (int field = 3; field <= 6; field++) {
      times.addField(field, duration((field - 2) * 1_000L));
    }
    UnknownFieldSet.Builder model = UnknownFieldSet.newBuilder();
    model.addField(1, bytes(text(request, 1)));
    model.addField(6, bytes(times.build().toByteString()));
    return UnknownFieldSet.newBuilder().addField(1, bytes(model.build().toByteString())).build();
  }

  private UnknownFieldSet.Field duration(long nanos) {
    return bytes(
        UnknownFieldSet.newBuilder()
            .addField(1, number(runs))
            .addField(2, number(runs * nanos))
            .build()
            .toByteString());
  }

  private static UnknownFieldSet.Field number(long value) {
    return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
  }

  private static UnknownFieldSet.Field bytes(ByteString value) {
    return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
  }

  private static ByteString text(UnknownFieldSet message, int field) {
    List<ByteString> values = message.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(0);
  }

  private static UnknownFieldSet parse(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static ServerCalls.UnaryMethod<UnknownFieldSet, UnknownFieldSet> unary(
      Function<UnknownFieldSet, UnknownFieldSet> function) {
    return (request, observer) -> {
      observer.onNext(function.apply(request));
      observer.onCompleted();
    };
  }

  private static final class Fields implements MethodDescriptor.Marshaller<UnknownFieldSet> {
    @Override
    public InputStream stream(UnknownFieldSet value) {
      return new ByteArrayInputStream(value.toByteArray());
    }

    @Override
    public UnknownFieldSet parse(InputStream stream) {
      try {
        return UnknownFieldSet.parseFrom(stream);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
