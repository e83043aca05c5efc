package dev.brisk.backend.remote.testing;

import com.google.protobuf.ByteString;
import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import inference.GRPCInferenceServiceGrpc;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataRequest;
import inference.GrpcPredictV2.ModelMetadataResponse;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ModelReadyResponse;
import inference.GrpcPredictV2.ServerLiveRequest;
import inference.GrpcPredictV2.ServerLiveResponse;
import inference.GrpcPredictV2.ServerMetadataRequest;
import inference.GrpcPredictV2.ServerMetadataResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What servers of the Open Inference Protocol answer, of models for tests. */
public class OpenInferenceFacade extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  private final ServedModels models;
  private final boolean typed;

  /** A facade that answers with typed elements where there are such, or else raw. */
  public OpenInferenceFacade(ServedModels models, boolean typed) {
    this.models = models;
    this.typed = typed;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
    answer(observer, ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    answer(observer, ServerMetadataResponse.newBuilder().setName("facade").build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
    boolean ready = models.get(request.getName()) != null;
    answer(observer, ModelReadyResponse.newBuilder().setReady(ready).build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
    ServedModels.Served served = models.get(request.getName());
    if (served == null) {
      observer.onError(unknown(request.getName()));
      return;
    }
    ModelMetadataResponse.Builder reply =
        ModelMetadataResponse.newBuilder()
            .setName(request.getName())
            .addVersions("1")
            .setPlatform("reference");
    served.inputs().forEach(input -> reply.addInputs(metadata(input)));
    served.outputs().forEach(output -> reply.addOutputs(metadata(output)));
    answer(observer, reply.build());
  }

  private static ModelMetadataResponse.TensorMetadata metadata(TensorSpec spec) {
    Shape shape = spec.shape() == null ? Shape.scalar() : spec.shape();
    ModelMetadataResponse.TensorMetadata.Builder metadata =
        ModelMetadataResponse.TensorMetadata.newBuilder()
            .setName(spec.name())
            .setDatatype(datatype(spec.elementType()));
    for (long dim : shape.dims()) {
      metadata.addShape(dim);
    }
    return metadata.build();
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
    ServedModels.Served served = models.get(request.getModelName());
    if (served == null) {
      observer.onError(unknown(request.getModelName()));
      return;
    }
    try {
      Map<String, Tensor> inputs = new HashMap<>();
      for (int i = 0; i < request.getInputsCount(); i++) {
        ModelInferRequest.InferInputTensor input = request.getInputs(i);
        inputs.put(input.getName(), tensor(input, request.getRawInputContents(i)));
      }
      ModelInferResponse.Builder reply =
          ModelInferResponse.newBuilder()
              .setModelName(request.getModelName())
              .setModelVersion("1")
              .setId(request.getId());
      List<String> wanted =
          request.getOutputsList().stream()
              .map(ModelInferRequest.InferRequestedOutputTensor::getName)
              .toList();
      Map<String, Tensor> outputs = new HashMap<>(served.run().apply(inputs));
      outputs.keySet().removeIf(name -> !wanted.isEmpty() && !wanted.contains(name));
      boolean raw =
          !typed || outputs.values().stream().anyMatch(output -> contents(output) == null);
      outputs.forEach((name, output) -> add(reply, name, output, raw));
      answer(observer, reply.build());
    } catch (RuntimeException e) {
      observer.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
    }
  }

  private static void add(
      ModelInferResponse.Builder reply, String name, Tensor tensor, boolean raw) {
    ModelInferResponse.InferOutputTensor.Builder output =
        ModelInferResponse.InferOutputTensor.newBuilder()
            .setName(name)
            .setDatatype(datatype(tensor.elementType()));
    for (long dim : tensor.shape().dims()) {
      output.addShape(dim);
    }
    if (raw) {
      reply.addRawOutputContents(raw(tensor));
    } else {
      output.setContents(contents(tensor));
    }
    reply.addOutputs(output);
  }

  private static Tensor tensor(ModelInferRequest.InferInputTensor input, ByteString raw) {
    long[] dims = input.getShapeList().stream().mapToLong(Long::longValue).toArray();
    ElementType type = type(input.getDatatype());
    if (type != ElementType.STRING) {
      return Tensor.ofBytes(type, raw.toByteArray(), dims);
    }
    ByteBuffer memory = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    List<String> texts = new ArrayList<>();
    while (memory.hasRemaining()) {
      byte[] text = new byte[memory.getInt()];
      memory.get(text);
      texts.add(new String(text, StandardCharsets.UTF_8));
    }
    return Tensor.of(texts.toArray(String[]::new), dims);
  }

  private static ByteString raw(Tensor tensor) {
    if (tensor.elementType() != ElementType.STRING) {
      return ByteString.copyFrom(tensor.toByteArray());
    }
    ByteString all = ByteString.EMPTY;
    for (String text : tensor.toStringArray()) {
      ByteString bytes = ByteString.copyFromUtf8(text);
      ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      length.putInt(bytes.size()).flip();
      all = all.concat(ByteString.copyFrom(length)).concat(bytes);
    }
    return all;
  }

  private static @Nullable InferTensorContents contents(Tensor tensor) {
    InferTensorContents.Builder contents = InferTensorContents.newBuilder();
    switch (tensor.elementType()) {
      case BOOL -> {
        for (long value : tensor.toLongArray()) {
          contents.addBoolContents(value != 0);
        }
      }
      case INT8, INT16, INT32 -> {
        for (int value : tensor.toIntArray()) {
          contents.addIntContents(value);
        }
      }
      case INT64 -> {
        for (long value : tensor.toLongArray()) {
          contents.addInt64Contents(value);
        }
      }
      case UINT8, UINT16, UINT32 -> {
        for (long value : tensor.toLongArray()) {
          contents.addUintContents((int) value);
        }
      }
      case UINT64 -> {
        for (long value : tensor.toLongArray()) {
          contents.addUint64Contents(value);
        }
      }
      case FLOAT32 -> {
        for (float value : tensor.toFloatArray()) {
          contents.addFp32Contents(value);
        }
      }
      case FLOAT64 -> {
        for (double value : tensor.toDoubleArray()) {
          contents.addFp64Contents(value);
        }
      }
      case STRING -> {
        for (String text : tensor.toStringArray()) {
          contents.addBytesContents(ByteString.copyFromUtf8(text));
        }
      }
      default -> {
        return null;
      }
    }
    return contents.build();
  }

  private static String datatype(ElementType type) {
    return switch (type) {
      case FLOAT16 -> "FP16";
      case FLOAT32 -> "FP32";
      case FLOAT64 -> "FP64";
      case BFLOAT16 -> "BF16";
      case STRING -> "BYTES";
      default -> type.name();
    };
  }

  private static ElementType type(String datatype) {
    return switch (datatype) {
      case "FP16" -> ElementType.FLOAT16;
      case "FP32" -> ElementType.FLOAT32;
      case "FP64" -> ElementType.FLOAT64;
      case "BF16" -> ElementType.BFLOAT16;
      case "BYTES" -> ElementType.STRING;
      default -> ElementType.valueOf(datatype);
    };
  }

  private static RuntimeException unknown(String name) {
    return Status.NOT_FOUND
        .withDescription("Request for unknown model: '" + name + "' is not found")
        .asRuntimeException();
  }

  private static <T> void answer(StreamObserver<T> observer, T reply) {
    observer.onNext(reply);
    observer.onCompleted();
  }
}
