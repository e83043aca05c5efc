package dev.brisk.backend.remote.testing;

import com.google.protobuf.Any;
import com.google.protobuf.Int64Value;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import tensorflow.serving.GetModelMetadata;
import tensorflow.serving.GetModelStatus;
import tensorflow.serving.Model;
import tensorflow.serving.ModelServiceGrpc;
import tensorflow.serving.Predict;
import tensorflow.serving.PredictionServiceGrpc;

/** What TensorFlow Serving answers, of models for tests. */
public final class TensorFlowFacade {
  private final ServedModels models;
  private final boolean typed;

  /** A facade that answers with typed elements, as servers do by default, or else with memory. */
  public TensorFlowFacade(ServedModels models, boolean typed) {
    this.models = models;
    this.typed = typed;
  }

  /** Its services. */
  public BindableService[] services() {
    return new BindableService[] {new Prediction(), new ModelState()};
  }

  private final class Prediction extends PredictionServiceGrpc.PredictionServiceImplBase {
    @Override
    public void predict(
        Predict.PredictRequest request, StreamObserver<Predict.PredictResponse> observer) {
      ServedModels.Served served = models.get(request.getModelSpec().getName());
      if (served == null) {
        observer.onError(unknown(request.getModelSpec()));
        return;
      }
      try {
        Map<String, Tensor> inputs = new HashMap<>();
        request.getInputsMap().forEach((name, input) -> inputs.put(name, TensorProtos.read(input)));
        Predict.PredictResponse.Builder reply = Predict.PredictResponse.newBuilder();
        reply.setModelSpec(spec(request.getModelSpec()));
        List<String> filter = request.getOutputFilterList();
        served
            .run()
            .apply(inputs)
            .forEach(
                (name, output) -> {
                  if (filter.isEmpty() || filter.contains(name)) {
                    reply.putOutputs(
                        name, typed ? TensorProtos.typed(output) : TensorProtos.raw(output));
                  }
                });
        observer.onNext(reply.build());
        observer.onCompleted();
      } catch (io.grpc.StatusRuntimeException e) {
        observer.onError(e);
      } catch (RuntimeException e) {
        observer.onError(
            Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      }
    }

    @Override
    public void getModelMetadata(
        GetModelMetadata.GetModelMetadataRequest request,
        StreamObserver<GetModelMetadata.GetModelMetadataResponse> observer) {
      ServedModels.Served served = models.get(request.getModelSpec().getName());
      if (served == null) {
        observer.onError(unknown(request.getModelSpec()));
        return;
      }
      if (!request.getMetadataFieldList().equals(List.of("signature_def"))) {
        observer.onError(
            Status.INVALID_ARGUMENT
                .withDescription("Metadata field is not supported")
                .asRuntimeException());
        return;
      }
      SignatureDef.Builder signature =
          SignatureDef.newBuilder().setMethodName("tensorflow/serving/predict");
      served.inputs().forEach(input -> signature.putInputs(input.name(), info(input)));
      served.outputs().forEach(output -> signature.putOutputs(output.name(), info(output)));
      GetModelMetadata.SignatureDefMap map =
          GetModelMetadata.SignatureDefMap.newBuilder()
              .putSignatureDef("serving_default", signature.build())
              .build();
      observer.onNext(
          GetModelMetadata.GetModelMetadataResponse.newBuilder()
              .setModelSpec(spec(request.getModelSpec()))
              .putMetadata("signature_def", Any.pack(map))
              .build());
      observer.onCompleted();
    }
  }

  private static TensorInfo info(TensorSpec spec) {
    return TensorInfo.newBuilder()
        .setName(spec.name() + ":0")
        .setDtypeValue(TensorProtos.number(spec.elementType()))
        .setTensorShape(TensorProtos.shape(spec.shape()))
        .build();
  }

  private static Model.ModelSpec spec(Model.ModelSpec asked) {
    return asked.toBuilder().setVersion(Int64Value.of(1)).build();
  }

  private static RuntimeException unknown(Model.ModelSpec asked) {
    return Status.NOT_FOUND
        .withDescription("Servable not found for request: Latest(" + asked.getName() + ")")
        .asRuntimeException();
  }

  private final class ModelState extends ModelServiceGrpc.ModelServiceImplBase {
    @Override
    public void getModelStatus(
        GetModelStatus.GetModelStatusRequest request,
        StreamObserver<GetModelStatus.GetModelStatusResponse> observer) {
      if (models.get(request.getModelSpec().getName()) == null) {
        observer.onError(
            Status.NOT_FOUND
                .withDescription("Could not find any versions of model " + request.getModelSpec())
                .asRuntimeException());
        return;
      }
      observer.onNext(
          GetModelStatus.GetModelStatusResponse.newBuilder()
              .addModelVersionStatus(
                  GetModelStatus.ModelVersionStatus.newBuilder()
                      .setVersion(1)
                      .setState(GetModelStatus.ModelVersionStatus.State.AVAILABLE))
              .build());
      observer.onCompleted();
    }
  }
}
