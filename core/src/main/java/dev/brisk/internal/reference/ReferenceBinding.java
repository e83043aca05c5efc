package dev.brisk.internal.reference;

import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.internal.Signature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Inputs and outputs in tensors that stay; each run copies from and to them. Callers get others on
 * the same memory, so that it harms nothing if they close them.
 */
final class ReferenceBinding implements Binding {
  private final ReferenceExecutable executable;
  private final Signature signature;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs;
  private final Map<String, Tensor> lentInputs = new HashMap<>();
  private final Map<String, Tensor> lentOutputs = new HashMap<>();
  private volatile boolean closed;

  ReferenceBinding(
      ReferenceExecutable executable, Signature signature, Map<String, Shape> inputShapes) {
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
    return own.reshape(own.shape().dims());
  }

  @Override
  public void run() {
    if (closed) {
      throw new ClosedException("This binding is closed; bind the executable again");
    }
    executable.run(inputs).forEach(this::keep);
  }

  /** Writes to the tensor that is there, unless the shape turns out to be another. */
  private void keep(String name, Tensor made) {
    Tensor output = outputs.get(name);
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
}
