package dev.brisk.engine;

import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import dev.brisk.internal.CallGate;
import dev.brisk.internal.Leaks;
import dev.brisk.internal.Signature;
import java.lang.ref.Reference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * An instance of a plan for one caller. Callers get tensors on its memory that they may close
 * without harm.
 */
final class EngineBinding implements Binding {
  /** Kept reachable, so that it is not taken for forgotten while it is bound. */
  private final EngineExecutable executable;

  private final Engine engine;
  private final Signature signature;
  private final Instance instance;
  private final CallGate gate = new CallGate();
  private final Map<String, Tensor> inputs = new HashMap<>();
  private final Map<String, Tensor> outputs = new HashMap<>();
  private final Leaks.Handle leak;

  EngineBinding(
      EngineExecutable executable, Engine engine, Signature signature, Instance instance) {
    this.executable = executable;
    this.engine = engine;
    this.signature = signature;
    this.instance = instance;
    String model = engine.model().graph().name();
    this.leak =
        Leaks.track(this, "binding of model '" + model + "'", () -> engine.giveBack(instance));
    instance.inputs().forEach((name, own) -> inputs.put(name, lent(own)));
    instance.outputs().forEach((name, own) -> outputs.put(name, lent(own)));
  }

  private static Tensor lent(Tensor own) {
    return own.reshape(own.shape().dims());
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
    if (output != null) {
      return output;
    }
    throw signature.hasOutput(name)
        ? new InvalidInputException(
            "The shape of output '%s' depends on the data: run the binding first".formatted(name))
        : signature.noOutput(name);
  }

  @Override
  public void run() {
    if (!gate.enter()) {
      throw new ClosedException("This binding is closed; bind the executable again");
    }
    try {
      if (!engine.gate.enter()) {
        throw new ClosedException("This executable is closed; compile the model again");
      }
      try {
        executable.run(instance);
        collect();
      } catch (InvalidInputException | InvalidModelException | UnsupportedModelException e) {
        throw new RunFailedException(Objects.requireNonNull(e.getMessage()), e);
      } finally {
        engine.gate.leave();
      }
    } finally {
      gate.leave();
      Reference.reachabilityFence(this);
    }
  }

  /** Takes the outputs that have no memory. */
  private void collect() {
    if (!instance.plan().looseOutputs.isEmpty()) {
      for (TensorSpec output : signature.outputs()) {
        if (!instance.outputs().containsKey(output.name())) {
          outputs.put(output.name(), instance.loose(output.name()));
        }
      }
    }
  }

  @Override
  public void close() {
    gate.close();
    gate.awaitIdle();
    leak.close();
  }
}
