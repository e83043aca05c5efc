package dev.brisk.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** ONNX Runtime Java at its best: direct buffers in, pinned outputs. */
final class RawSession implements Session {
  private final OrtModel model;
  private final OrtSession session;
  private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
  private final Map<String, OnnxTensor> pinned = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs;
  private final ByteBuffer first;

  RawSession(Path file, Map<String, Tensor> inputs, int threads) {
    model = OrtModel.open(file, threads);
    session = model.session();
    try {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        this.inputs.put(input.getKey(), OrtTensors.sharing(input.getValue()));
      }
      outputs = unpinnedRun();
      for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
        pinned.put(output.getKey(), OrtTensors.sharing(output.getValue()));
      }
    } catch (OrtException e) {
      throw new RunFailedException("ONNX Runtime cannot bind " + file, e);
    }
    first = outputs.values().iterator().next().asByteBuffer();
  }

  /** The outputs of a run that pins none: their shapes, and the memory to pin. */
  private Map<String, Tensor> unpinnedRun() throws OrtException {
    try (OrtSession.Result result = session.run(inputs)) {
      return OrtTensors.copies(result);
    }
  }

  @Override
  public void run() {
    try {
      session.run(inputs, pinned).close();
    } catch (OrtException e) {
      throw new RunFailedException("ONNX Runtime cannot run", e);
    }
  }

  @Override
  public int digest() {
    return Digest.of(first);
  }

  @Override
  public Map<String, Tensor> outputs() {
    return Tensors.copies(outputs);
  }

  @Override
  public void close() {
    inputs.values().forEach(OnnxTensor::close);
    pinned.values().forEach(OnnxTensor::close);
    model.close();
  }
}
