package dev.brisk.backend.cpu;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brisk.Binding;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.Tracing;
import dev.brisk.internal.Leaks;
import dev.brisk.spi.TraceListener;
import java.lang.ref.Reference;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model in a session of ONNX Runtime. */
final class OrtExecutable implements Executable {
  private final OnnxRuntime runtime;
  private final OrtHandle handle;
  private final OrtSignature signature;
  private final Map<String, String> settings;
  private final Leaks.Handle leak;

  OrtExecutable(
      OnnxRuntime runtime, OrtHandle handle, OrtSignature signature, Map<String, String> settings) {
    this.runtime = runtime;
    this.handle = handle;
    this.signature = signature;
    this.settings = settings;
    this.leak = Leaks.track(this, "executable of " + handle.model(), handle::close);
  }

  @Override
  public List<TensorSpec> inputs() {
    return signature.inputs();
  }

  @Override
  public List<TensorSpec> outputs() {
    return signature.outputs();
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    signature.check(inputs);
    handle.enter();
    TraceListener.Span span = Tracing.begin(handle.running());
    try (SharedTensors feeds = SharedTensors.of(runtime, inputs)) {
      return run(inputs, feeds);
    } catch (OrtException e) {
      throw OrtErrors.inRun(e, handle.model());
    } finally {
      span.close();
      handle.leave();
      Reference.reachabilityFence(this);
    }
  }

  private Map<String, Tensor> run(Map<String, Tensor> inputs, SharedTensors feeds)
      throws OrtException {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    Map<String, Tensor> targets = signature.targets(shapes);
    if (!targets.isEmpty()) {
      try (SharedTensors pinned = SharedTensors.of(runtime, targets)) {
        return run(feeds.values(), pinned.values(), targets);
      } catch (OrtException e) {
        if (!OrtErrors.isOtherShape(e)) {
          throw e;
        }
        signature.distrustShapes();
      }
    }
    return run(feeds.values(), Map.of(), Map.of());
  }

  private Map<String, Tensor> run(
      Map<String, OnnxTensor> feeds, Map<String, OnnxTensor> pinned, Map<String, Tensor> targets)
      throws OrtException {
    Set<String> wanted = new LinkedHashSet<>();
    for (TensorSpec output : signature.outputs()) {
      if (!pinned.containsKey(output.name())) {
        wanted.add(output.name());
      }
    }
    try (OrtSession.Result result = handle.run(feeds, wanted, pinned)) {
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (TensorSpec output : signature.outputs()) {
        Tensor target = targets.get(output.name());
        outputs.put(
            output.name(),
            target != null
                ? target
                : OrtTensors.copy(output.name(), result.get(output.name()).orElseThrow()));
      }
      return outputs;
    }
  }

  @Override
  public Binding bind(Map<String, Shape> inputShapes) {
    handle.enter();
    try {
      return OrtBinding.of(this, runtime, handle, signature, inputShapes);
    } catch (OrtException e) {
      throw OrtErrors.inRun(e, handle.model());
    } finally {
      handle.leave();
    }
  }

  /** Closing twice waits both times for the runs in flight, and frees once. */
  @Override
  public void close() {
    handle.stop();
    leak.close();
  }

  @Override
  public String toString() {
    return "onnxruntime executable of " + handle.model();
  }
}
