package dev.brisk.benchmarks;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tensors of ONNX Runtime's own Java API. */
final class OrtTensors {
  private OrtTensors() {}

  /** A tensor on the same memory. */
  static OnnxTensor sharing(Tensor tensor) throws OrtException {
    return OnnxTensor.createTensor(
        OrtModel.environment(),
        tensor.asByteBuffer(),
        tensor.shape().dims(),
        javaType(tensor.elementType()));
  }

  /** A tensor of an array on the heap. */
  static OnnxTensor ofArray(Object array, long[] dims) throws OrtException {
    return array instanceof long[] longs
        ? OnnxTensor.createTensor(OrtModel.environment(), LongBuffer.wrap(longs), dims)
        : OnnxTensor.createTensor(OrtModel.environment(), FloatBuffer.wrap((float[]) array), dims);
  }

  static Map<String, Tensor> copies(OrtSession.Result result) throws OrtException {
    Map<String, Tensor> copies = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      copies.put(output.getKey(), copy((OnnxTensor) output.getValue()));
    }
    return copies;
  }

  private static Tensor copy(OnnxTensor tensor) throws OrtException {
    TensorInfo info = tensor.getInfo();
    ElementType type = elementType(info.type);
    return Tensor.of(
        type, Shape.of(info.getShape()), tensor.getByteBuffer().order(ByteOrder.nativeOrder()));
  }

  private static ElementType elementType(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> ElementType.FLOAT32;
      case INT64 -> ElementType.INT64;
      default -> throw unknown(type);
    };
  }

  private static OnnxJavaType javaType(ElementType type) {
    return switch (type) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case INT64 -> OnnxJavaType.INT64;
      default -> throw unknown(type);
    };
  }

  private static UnsupportedModelException unknown(Enum<?> type) {
    return new UnsupportedModelException(
        "Benchmarks know inputs and outputs of float32 and int64, not of " + type);
  }
}
