package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.op.Datum;
import dev.brisk.op.NdArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A plan with memory of its own: inputs and outputs that stay, and prepared calls. For one thread
 * at a time, but for {@link #close}, which waits for a run.
 */
final class Instance implements Runnable, AutoCloseable {
  private final Backend backend;
  private final Plan plan;
  private final Memory arena;
  private final Memory scratch;
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();
  private final Map<Root, Memory> memories = new HashMap<>();
  private final Map<String, Datum> values = new HashMap<>();
  private final List<Kernel.Call> prepared = new ArrayList<>();
  private Kernel.Call[] calls;
  private boolean closed;

  Instance(Plan plan, Backend backend) {
    this.plan = plan;
    this.backend = backend;
    this.calls = new Kernel.Call[0];
    this.arena = backend.allocate(plan.arenaBytes);
    this.scratch = plan.scratchBytes == 0 ? Memory.NONE : backend.allocate(plan.scratchBytes);
    try {
      plan.inputs.forEach((name, type) -> inputs.put(name, allocate(type)));
      plan.outputs.forEach((name, type) -> outputs.put(name, allocate(type)));
      plan.constants.forEach(this::keep);
      plan.steps.forEach(step -> prepared.add(prepare(step)));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
    this.calls = prepared.toArray(Kernel.Call[]::new);
  }

  private static Tensor allocate(Plan.TensorType type) {
    return Tensor.allocate(type.type(), type.shape());
  }

  Plan plan() {
    return plan;
  }

  /** The memory of the inputs that have some, by name. */
  Map<String, Tensor> inputs() {
    return inputs;
  }

  /** The memory of the outputs that have some, by name. */
  Map<String, Tensor> outputs() {
    return outputs;
  }

  /** Hands over an input that has no memory. */
  void give(String input, Tensor tensor) {
    values.put(input, NdArray.of(tensor));
  }

  /** An output of the last run that has no memory. */
  Tensor loose(String output) {
    Datum value = values.get(output);
    if (value instanceof NdArray array) {
      return array.toTensor();
    }
    throw new InvalidInputException("Output '" + output + "' is no tensor, but " + value);
  }

  /** Runs all steps. */
  @Override
  public synchronized void run() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (!plan.constants.isEmpty()) {
      plan.constants.forEach(this::keep);
    }
    if (!plan.looseInputs.isEmpty()) {
      plan.looseInputs.forEach(name -> give(name, Objects.requireNonNull(inputs.get(name))));
    }
    for (Kernel.Call call : calls) {
      call.run();
    }
  }

  /** Writes an output that is constant, which a caller may have changed. */
  private void keep(String output, Tensor constant) {
    Tensor memory = Objects.requireNonNull(outputs.get(output));
    if (constant.elementType() == ElementType.STRING) {
      outputs.put(output, constant);
    } else {
      memory.asByteBuffer().put(constant.toByteArray());
    }
  }

  /** Runs one step, to be timed. */
  void run(int step) {
    calls[step].run();
  }

  private Kernel.Call prepare(Step step) {
    if (step instanceof Step.OfKernel call) {
      return call.kernel().bind(memories(call.inputs()), memories(call.outputs()), scratch);
    }
    Step.OfNode node = (Step.OfNode) step;
    return new IslandCall(node.island(), parts(node.inputs()), parts(node.outputs()), values);
  }

  private List<Memory> memories(List<Root.@Nullable Place> places) {
    List<Memory> all = new ArrayList<>();
    places.forEach(place -> all.add(Objects.requireNonNullElse(memory(place), Memory.NONE)));
    return all;
  }

  private List<@Nullable Tensor> parts(List<Root.@Nullable Place> places) {
    List<@Nullable Tensor> parts = new ArrayList<>();
    for (Root.Place place : places) {
      Memory memory = memory(place);
      parts.add(memory == null ? null : tensor(Objects.requireNonNull(place), memory));
    }
    return parts;
  }

  private Tensor tensor(Root.Place place, Memory memory) {
    long elements = memory.bytes().capacity() * 8L / place.type().bits();
    return Tensor.of(place.type(), Shape.of(elements), memory.bytes());
  }

  private @Nullable Memory memory(Root.@Nullable Place place) {
    if (place == null) {
      return null;
    }
    Memory whole = memories.computeIfAbsent(place.root().actual(), this::whole);
    return whole.slice(place.offset(), place.layout().bytes());
  }

  private Memory whole(Root root) {
    return switch (root.kind) {
      case ARENA -> arena.slice(root.offset, root.bytes);
      case INPUT -> memory(inputs, root.tensor);
      case OUTPUT -> memory(outputs, root.tensor);
      case CONSTANT -> backend.memory(Objects.requireNonNull(root.constant).asByteBuffer());
    };
  }

  private Memory memory(Map<String, Tensor> tensors, String name) {
    return backend.memory(Objects.requireNonNull(tensors.get(name), name).asByteBuffer());
  }

  /** Frees what it holds; harmless twice. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    prepared.forEach(Kernel.Call::close);
    backend.free(arena);
    backend.free(scratch);
  }
}
