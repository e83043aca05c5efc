package dev.brisk.backend.cpu;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ONNX Runtime's tensors on the memory of Brisk's, which is pinned until this is closed. */
final class SharedTensors implements AutoCloseable {
  private final Map<String, OnnxTensor> values = new LinkedHashMap<>();
  private final List<Tensor.Pin> pins = new ArrayList<>();

  private SharedTensors() {}

  static SharedTensors of(OnnxRuntime runtime, Map<String, Tensor> tensors) throws OrtException {
    SharedTensors shared = new SharedTensors();
    try {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        Tensor tensor = entry.getValue();
        Tensor.Pin pin = tensor.pin();
        shared.pins.add(pin);
        shared.values.put(entry.getKey(), OrtTensors.share(runtime.environment(), tensor, pin));
      }
      return shared;
    } catch (OrtException | RuntimeException | Error e) {
      shared.close();
      throw e;
    }
  }

  /** By name, in the order given. */
  Map<String, OnnxTensor> values() {
    return values;
  }

  @Override
  public void close() {
    values.values().forEach(OnnxTensor::close);
    pins.forEach(Tensor.Pin::close);
  }
}
