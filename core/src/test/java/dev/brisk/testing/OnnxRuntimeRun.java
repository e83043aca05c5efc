package dev.brisk.testing;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Runs models as they are, without an optimizer: the independent opinion on what they compute. */
public final class OnnxRuntimeRun {
  private static final Map<ElementType, OnnxJavaType> TYPES =
      Map.of(
          ElementType.FLOAT32, OnnxJavaType.FLOAT,
          ElementType.FLOAT64, OnnxJavaType.DOUBLE,
          ElementType.FLOAT16, OnnxJavaType.FLOAT16,
          ElementType.INT64, OnnxJavaType.INT64,
          ElementType.INT32, OnnxJavaType.INT32,
          ElementType.INT8, OnnxJavaType.INT8,
          ElementType.UINT8, OnnxJavaType.UINT8,
          ElementType.BOOL, OnnxJavaType.BOOL);

  private OnnxRuntimeRun() {}

  /** The outputs of one run, by name, in the model's order. */
  public static Map<String, Tensor> of(Model model, Map<String, Tensor> inputs) {
    try {
      Path file = Files.createTempFile("model", ".onnx");
      try {
        model.save(file);
        return of(file, inputs);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Tensor> of(Path file, Map<String, Tensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setIntraOpNumThreads(1);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session = environment.createSession(file.toString(), options)) {
        return run(environment, session, inputs);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Tensor> run(
      OrtEnvironment environment, OrtSession session, Map<String, Tensor> inputs)
      throws OrtException {
    Map<String, OnnxTensor> given = new HashMap<>();
    for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
      given.put(input.getKey(), tensor(environment, input.getValue()));
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    try (OrtSession.Result result = session.run(given)) {
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.put(output.getKey(), tensor((OnnxTensor) output.getValue()));
      }
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
    return outputs;
  }

  private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
    return OnnxTensor.createTensor(
        environment,
        tensor.asByteBuffer(),
        tensor.shape().dims(),
        Objects.requireNonNull(TYPES.get(tensor.elementType())));
  }

  private static ElementType type(OnnxJavaType type) {
    for (ElementType candidate : ElementType.values()) {
      if (TYPES.get(candidate) == type) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("no tensor of " + type);
  }

  private static Tensor tensor(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    ElementType type = type(info.type);
    Tensor copy = Tensor.allocate(type, Shape.of(info.getShape()));
    ByteBuffer elements = tensor.getByteBuffer();
    if (elements != null) {
      copy.asByteBuffer().put(elements);
    }
    return copy;
  }
}
