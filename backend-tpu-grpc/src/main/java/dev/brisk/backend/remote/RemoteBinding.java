package dev.brisk.backend.remote;

import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.internal.Signature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Inputs and outputs in tensors that stay: requests are sent from the inputs, and replies are
 * copied from the network's buffers to the outputs. Callers get others on the same memory, so that
 * it harms nothing if they close them.
 */
final class RemoteBinding implements Binding {
  private final RemoteExecutable executable;
  private final Signature signature;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs;
  private final Map<String, Tensor> lentInputs = new HashMap<>();
  private final Map<String, Tensor> lentOutputs = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean closed;

  RemoteBinding(RemoteExecutable executable, Signature signature, Map<String, Shape> inputShapes) {
    this.executable = executable;
    this.signature = signature;
    Map<String, Shape> shapes = signature.boundShapes(inputShapes);
    shapes.forEach(
        (name, shape) ->
            inputs.put(name, Tensor.allocate(signature.input(name).elementType(), shape)));
    outputs = signature.targets(shapes);
  }

  @Override
  public Tensor input(String name) {
    Tensor input = inputs.get(name);
    if (input == null) {
      throw signature.noInput(name);
    }
    return lentInputs.computeIfAbsent(name, key -> lent(input));
  }

  @Override
  public Tensor output(String name) {
    Tensor output = outputs.get(name);
    if (output != null) {
      return lentOutputs.computeIfAbsent(name, key -> lent(output));
    }
    throw signature.hasOutput(name)
        ? new InvalidInputException(
            "The shape of output '%s' depends on the data: run the binding first".formatted(name))
        : signature.noOutput(name);
  }

  private static Tensor lent(Tensor own) {
    return own.hasBytes() ? own.reshape(own.shape().dims()) : own;
  }

  /** A lock, for two threads on one binding may mix results but not break anything. */
  @Override
  public void run() {
    lock.lock();
    try {
      if (closed) {
        throw new ClosedException("This binding is closed; bind the executable again");
      }
      executable.run(inputs, outputs, Stopwatch.NONE).forEach(this::keep);
    } finally {
      lock.unlock();
    }
  }

  private void keep(String name, Tensor made) {
    Tensor output = outputs.get(name);
    if (output == made) {
      return;
    }
    if (output != null && output.shape().equals(made.shape()) && made.hasBytes()) {
      output.asByteBuffer().put(made.asByteBuffer());
    } else {
      outputs.put(name, made);
      lentOutputs.remove(name);
    }
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "binding of " + executable;
  }
}
