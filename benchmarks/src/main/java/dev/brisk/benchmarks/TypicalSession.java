package dev.brisk.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brisk.ElementType;
import dev.brisk.RunFailedException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime Java as it is mostly used: heap arrays in, nested arrays out. */
final class TypicalSession implements Session {
  private final OrtModel model;
  private final OrtSession session;
  private final Map<String, HeapArray> arrays = new LinkedHashMap<>();
  private @Nullable Object first;

  TypicalSession(Path file, Map<String, Tensor> inputs, int threads) {
    model = OrtModel.open(file, threads);
    session = model.session();
    inputs.forEach((name, tensor) -> arrays.put(name, HeapArray.of(tensor)));
  }

  @Override
  public void run() {
    try (Inputs inputs = new Inputs();
        OrtSession.Result result = session.run(inputs.tensors)) {
      first = result.get(0).getValue();
    } catch (OrtException e) {
      throw new RunFailedException("ONNX Runtime cannot run", e);
    }
  }

  @Override
  public int digest() {
    Object value = first;
    while (value != null && value.getClass().isArray()) {
      value = Array.get(value, 0);
    }
    return value == null ? 0 : value.hashCode();
  }

  @Override
  public Map<String, Tensor> outputs() {
    try (Inputs inputs = new Inputs();
        OrtSession.Result result = session.run(inputs.tensors)) {
      return OrtTensors.copies(result);
    } catch (OrtException e) {
      throw new RunFailedException("ONNX Runtime cannot run", e);
    }
  }

  @Override
  public void close() {
    model.close();
  }

  /** A caller's data: a long[] or float[], and its shape. */
  private record HeapArray(Object array, Shape shape) {
    static HeapArray of(Tensor tensor) {
      boolean integers = tensor.elementType() == ElementType.INT64;
      return new HeapArray(integers ? tensor.toLongArray() : tensor.toFloatArray(), tensor.shape());
    }

    OnnxTensor tensor() throws OrtException {
      return OrtTensors.ofArray(array, shape.dims());
    }
  }

  /** The inputs of one run. */
  private final class Inputs implements AutoCloseable {
    final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();

    Inputs() throws OrtException {
      for (Map.Entry<String, HeapArray> array : arrays.entrySet()) {
        tensors.put(array.getKey(), array.getValue().tensor());
      }
    }

    @Override
    public void close() {
      tensors.values().forEach(OnnxTensor::close);
    }
  }
}
