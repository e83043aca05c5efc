package dev.brisk.engine;

import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.RunFailedException;
import dev.brisk.RunTrace;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.Tracing;
import dev.brisk.UnsupportedModelException;
import dev.brisk.internal.Leaks;
import dev.brisk.internal.Signature;
import dev.brisk.spi.Activity;
import dev.brisk.spi.TraceListener;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A model compiled to plans on the kernels of a backend. */
public final class EngineExecutable implements Executable {
  private final Engine engine;
  private final Signature signature;
  private final Activity running;
  private final Leaks.Handle leak;

  /**
   * Compiles a model; plans for shapes that are not free are made at once.
   *
   * @param backend made for this executable alone, which closes it
   */
  public static EngineExecutable of(Model model, Backend backend) {
    Signature signature = new Signature(model);
    Engine engine = new Engine(model, backend);
    try {
      if (isFixed(model)) {
        engine.giveBack(engine.take(signature.boundShapes(Map.of())));
      }
      return new EngineExecutable(engine, signature);
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  private static boolean isFixed(Model model) {
    for (TensorSpec input : model.inputs()) {
      Shape shape = input.shape();
      if (shape == null || !shape.isStatic() || input.elementType().bits() == 0) {
        return false;
      }
    }
    return true;
  }

  private EngineExecutable(Engine engine, Signature signature) {
    this.engine = engine;
    this.signature = signature;
    String model = engine.model().graph().name();
    this.running = Activity.of(Activity.Kind.RUN, model, engine.backend().name());
    this.leak = Leaks.track(this, "executable of model '" + model + "'", engine::close);
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
    return engine.backend().settings();
  }

  /**
   * The plan for given shapes of the inputs: each step, what runs it, and where its result lies.
   *
   * @param inputShapes as for {@link #bind(Map)}
   */
  public String describe(Map<String, Shape> inputShapes) {
    enter();
    try {
      return engine.describe(signature.boundShapes(inputShapes));
    } finally {
      engine.gate.leave();
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public Map<String, Tensor> run(Map<String, Tensor> inputs) {
    signature.check(inputs);
    enter();
    try {
      Instance instance = engine.take(shapes(inputs));
      try {
        fill(instance, inputs);
        run(instance);
        return outputs(instance);
      } finally {
        engine.giveBack(instance);
      }
    } catch (InvalidInputException | InvalidModelException | UnsupportedModelException e) {
      throw failed(e);
    } finally {
      engine.gate.leave();
      Reference.reachabilityFence(this);
    }
  }

  /** What went wrong while the model ran is not the caller's to mend. */
  private static RuntimeException failed(RuntimeException cause) {
    return new RunFailedException(Objects.requireNonNull(cause.getMessage()), cause);
  }

  private static Map<String, Shape> shapes(Map<String, Tensor> inputs) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /** Runs an instance; within a call. */
  void run(Instance instance) {
    TraceListener.Span span = Tracing.begin(running);
    try {
      engine.backend().run(instance);
    } finally {
      span.close();
    }
  }

  private static void fill(Instance instance, Map<String, Tensor> inputs) {
    inputs.forEach(
        (name, tensor) -> {
          Tensor memory = instance.inputs().get(name);
          if (memory == null) {
            instance.give(name, tensor);
          } else if (tensor.hasBytes()) {
            memory.asByteBuffer().put(tensor.asByteBuffer());
          } else {
            memory.asByteBuffer().put(ByteBuffer.wrap(tensor.toByteArray()));
          }
        });
  }

  private Map<String, Tensor> outputs(Instance instance) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (TensorSpec output : signature.outputs()) {
      Tensor memory = instance.outputs().get(output.name());
      outputs.put(output.name(), memory == null ? instance.loose(output.name()) : copy(memory));
    }
    return outputs;
  }

  private static Tensor copy(Tensor memory) {
    if (memory.elementType() == ElementType.STRING) {
      return memory.reshape(memory.shape().dims());
    }
    Tensor copy = Tensor.allocate(memory.elementType(), memory.shape());
    copy.asByteBuffer().put(memory.asByteBuffer());
    return copy;
  }

  /** Starts a call, which must leave the gate. */
  private void enter() {
    if (!engine.gate.enter()) {
      throw new ClosedException("This executable is closed; compile the model again");
    }
  }

  @Override
  public Binding bind(Map<String, Shape> inputShapes) {
    enter();
    try {
      Map<String, Shape> shapes = signature.boundShapes(inputShapes);
      return new EngineBinding(this, engine, signature, engine.take(shapes));
    } finally {
      engine.gate.leave();
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Runs the model step by step and reports what each took.
   *
   * @param runs how many runs are measured, after one that is not
   */
  public List<RunTrace> trace(Map<String, Tensor> inputs, int runs) {
    signature.check(inputs);
    enter();
    try {
      Instance instance = engine.take(shapes(inputs));
      try {
        fill(instance, inputs);
        run(instance);
        List<RunTrace> traces = new ArrayList<>();
        engine.backend().run(() -> trace(instance, runs, traces));
        return traces;
      } finally {
        engine.giveBack(instance);
      }
    } catch (InvalidInputException | InvalidModelException | UnsupportedModelException e) {
      throw failed(e);
    } finally {
      engine.gate.leave();
      Reference.reachabilityFence(this);
    }
  }

  private void trace(Instance instance, int runs, List<RunTrace> traces) {
    List<Step> steps = instance.plan().steps;
    long origin = System.nanoTime();
    long[] starts = new long[steps.size() + 1];
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < steps.size(); i++) {
        starts[i] = System.nanoTime() - origin;
        instance.run(i);
      }
      starts[steps.size()] = System.nanoTime() - origin;
      traces.add(Recording.of(steps, starts, engine.backend().name()));
    }
  }

  /** Closing twice waits both times for the runs in flight, and frees once. */
  @Override
  public void close() {
    engine.gate.close();
    engine.gate.awaitIdle();
    leak.close();
  }

  @Override
  public String toString() {
    return "%s executable of model '%s'"
        .formatted(engine.backend().name(), engine.model().graph().name());
  }
}
