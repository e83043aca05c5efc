package dev.brisk.internal.reference;

import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.RunFailedException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.Tracing;
import dev.brisk.UnsupportedModelException;
import dev.brisk.internal.CallGate;
import dev.brisk.internal.Signature;
import dev.brisk.op.Datum;
import dev.brisk.op.Interpreter;
import dev.brisk.op.NdArray;
import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A model that is interpreted. Has no memory but the heap's, so nothing is lost if forgotten. */
final class ReferenceExecutable implements Executable {
  private final Interpreter interpreter;
  private final Signature signature;
  private final int threads;
  private final Activity running;
  private final CallGate gate = new CallGate();

  ReferenceExecutable(Interpreter interpreter, Signature signature, int threads, String model) {
    this.interpreter = interpreter;
    this.signature = signature;
    this.threads = threads;
    this.running = Activity.of(Activity.Kind.RUN, model, ReferenceProvider.NAME);
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
    return Map.of("threads", Integer.toString(threads));
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    return run(inputs, Interpreter.Watch.NONE);
  }

  Map<String, Tensor> run(Map<String, Tensor> inputs, Interpreter.Watch watch) {
    signature.check(inputs);
    enter();
    TraceListener.Span span = Tracing.begin(running);
    try {
      return tensors(interpreter.run(arrays(inputs), threads, watch));
    } catch (InvalidInputException | InvalidModelException | UnsupportedModelException e) {
      throw new RunFailedException(Objects.requireNonNull(e.getMessage()), e);
    } catch (OutOfMemoryError e) {
      throw new RunFailedException("The run needs more memory than the JVM's heap has", e);
    } finally {
      span.close();
      gate.leave();
    }
  }

  private void enter() {
    if (!gate.enter()) {
      throw new ClosedException("This executable is closed; compile the model again");
    }
  }

  private static Map<String, NdArray> arrays(Map<String, Tensor> tensors) {
    Map<String, NdArray> arrays = new HashMap<>();
    tensors.forEach((name, tensor) -> arrays.put(name, NdArray.of(tensor)));
    return arrays;
  }

  private static Map<String, Tensor> tensors(Map<String, Datum> outputs) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    outputs.forEach((name, output) -> tensors.put(name, tensor(name, output)));
    return tensors;
  }

  private static Tensor tensor(String name, Datum output) {
    if (output instanceof NdArray array) {
      return array.toTensor();
    }
    throw new RunFailedException("Output '" + name + "' is no tensor, but " + output);
  }

  @Override
  public Binding bind(Map<String, Shape> inputShapes) {
    enter();
    try {
      return new ReferenceBinding(this, signature, inputShapes);
    } finally {
      gate.leave();
    }
  }

  @Override
  public void close() {
    gate.close();
    gate.awaitIdle();
  }

  @Override
  public String toString() {
    return "reference executable of " + signature.inputs() + " -> " + signature.outputs();
  }
}
