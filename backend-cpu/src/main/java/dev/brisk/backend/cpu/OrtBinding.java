package dev.brisk.backend.cpu;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.Tracing;
import dev.brisk.internal.CallGate;
import dev.brisk.internal.Leaks;
import dev.brisk.spi.TraceListener;
import java.lang.ref.Reference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Inputs and outputs in memory of their own, lent to ONNX Runtime for as long as this is open. */
final class OrtBinding implements Binding {
  /** Its iterator, unlike that of {@link Set#of()}, is not made anew each time. */
  private static final Set<String> NONE = Collections.emptySet();

  /** Kept reachable, so that it is not taken for forgotten while it is bound. */
  private final OrtExecutable executable;

  private final OnnxRuntime runtime;
  private final OrtHandle handle;
  private final OrtSignature signature;
  private final Map<String, Tensor> inputs;
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();

  /** The outputs that each run makes anew. */
  private final Set<String> loose = new LinkedHashSet<>();

  private final Lent lent;
  private final Leaks.Handle leak;

  private OrtBinding(
      OrtExecutable executable,
      OnnxRuntime runtime,
      OrtHandle handle,
      OrtSignature signature,
      Map<String, Tensor> inputs)
      throws OrtException {
    this.executable = executable;
    this.runtime = runtime;
    this.handle = handle;
    this.signature = signature;
    this.inputs = inputs;
    this.lent = new Lent(SharedTensors.of(runtime, inputs), SharedTensors.of(runtime, Map.of()));
    this.leak = Leaks.track(this, "binding of " + handle.model(), lent::close);
  }

  /** Binds; within a call of the handle. */
  static OrtBinding of(
      OrtExecutable executable,
      OnnxRuntime runtime,
      OrtHandle handle,
      OrtSignature signature,
      Map<String, Shape> inputShapes)
      throws OrtException {
    Map<String, Shape> shapes = signature.boundShapes(inputShapes);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Map.Entry<String, Shape> shape : shapes.entrySet()) {
      ElementType type = signature.input(shape.getKey()).elementType();
      inputs.put(shape.getKey(), Tensor.allocate(type, shape.getValue()));
    }
    OrtBinding binding = new OrtBinding(executable, runtime, handle, signature, inputs);
    binding.fix(signature.targets(shapes));
    if (!binding.loose.isEmpty()) {
      binding.tryOut();
    }
    return binding;
  }

  /** Has runs write to the given outputs, and make the others anew. */
  private void fix(Map<String, Tensor> targets) throws OrtException {
    SharedTensors pinned = SharedTensors.of(runtime, targets);
    lent.outputs.close();
    lent.outputs = pinned;
    outputs.putAll(targets);
    loose.clear();
    for (TensorSpec output : signature.outputs()) {
      if (!targets.containsKey(output.name())) {
        loose.add(output.name());
      }
    }
  }

  /**
   * Learns from a run on zeros the shapes that the model does not tell. Where the shapes turn out
   * to depend on the data, a later run finds out and makes these outputs anew.
   */
  private void tryOut() throws OrtException {
    Map<String, Tensor> targets = new LinkedHashMap<>();
    try {
      runLoose();
    } catch (OrtException e) {
      return; // zeros need not be valid; the user's own data may be
    }
    for (TensorSpec output : signature.outputs()) {
      Tensor made = outputs.get(output.name());
      if (made != null && signature.isPinnable(made.elementType())) {
        targets.put(output.name(), made);
      }
    }
    fix(targets);
  }

  @Override
  public Tensor input(String name) {
    Tensor input = inputs.get(name);
    if (input == null) {
      throw signature.noInput(name);
    }
    return input;
  }

  @Override
  public Tensor output(String name) {
    Tensor output = outputs.get(name);
    if (output == null) {
      throw signature.hasOutput(name)
          ? new InvalidInputException(
              "The shape of output '%s' depends on the data: run the binding first".formatted(name))
          : signature.noOutput(name);
    }
    return output;
  }

  @Override
  public void run() {
    if (!lent.gate.enter()) {
      throw new ClosedException(
          "This binding of " + handle.model() + " is closed; bind the executable again");
    }
    try {
      handle.enter();
      TraceListener.Span span = Tracing.begin(handle.running());
      try {
        runBound();
      } catch (OrtException e) {
        throw OrtErrors.inRun(e, handle.model());
      } finally {
        span.close();
        handle.leave();
      }
    } finally {
      lent.gate.leave();
      Reference.reachabilityFence(this);
    }
  }

  private void runBound() throws OrtException {
    if (loose.isEmpty()) {
      try {
        // Nothing in the result is its own, so there is nothing to close.
        handle.run(lent.inputs.values(), NONE, lent.outputs.values());
        return;
      } catch (OrtException e) {
        loosen(e);
      }
    }
    runLoose();
  }

  private void runLoose() throws OrtException {
    try (OrtSession.Result result =
        handle.run(lent.inputs.values(), loose, lent.outputs.values())) {
      collect(result);
    } catch (OrtException e) {
      loosen(e);
      try (OrtSession.Result result =
          handle.run(lent.inputs.values(), loose, lent.outputs.values())) {
        collect(result);
      }
    }
  }

  private void collect(OrtSession.Result result) throws OrtException {
    for (String name : loose) {
      outputs.put(name, OrtTensors.copy(name, result.get(name).orElseThrow()));
    }
  }

  /** After a run that failed because an output has another shape than expected. */
  private void loosen(OrtException e) throws OrtException {
    if (!OrtErrors.isOtherShape(e) || loose.size() == signature.outputs().size()) {
      throw e;
    }
    fix(Map.of());
  }

  @Override
  public void close() {
    leak.close();
  }

  @Override
  public String toString() {
    return "binding of " + executable;
  }

  /** What is lent to ONNX Runtime. */
  private static final class Lent {
    final CallGate gate = new CallGate();
    final SharedTensors inputs;
    SharedTensors outputs;

    Lent(SharedTensors inputs, SharedTensors outputs) {
      this.inputs = inputs;
      this.outputs = outputs;
    }

    void close() {
      gate.close();
      gate.awaitIdle();
      Shutdown.unlessBegun(
          () -> {
            inputs.close();
            outputs.close();
          });
    }
  }
}
