package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run does, step by step, and where its values lie, for fixed shapes of the inputs.
 * Thread-safe.
 */
final class Plan implements AutoCloseable {
  final List<Step> steps;

  /** The inputs and outputs that have memory: their types and shapes. */
  final Map<String, TensorType> inputs;

  final Map<String, TensorType> outputs;

  /** The inputs whose shapes a plan cannot rely on, which are handed over as a whole. */
  final List<String> looseInputs;

  /** The outputs that come from somewhere else each time, or have no memory. */
  final List<String> looseOutputs;

  /** What those of the outputs hold that hang on no input. */
  final Map<String, Tensor> constants;

  final long arenaBytes;
  final long scratchBytes;
  private final List<Kernel> kernels;

  /** What a tensor of a plan is. */
  record TensorType(ElementType type, Shape shape) {}

  Plan(
      List<Step> steps,
      Map<String, TensorType> inputs,
      Map<String, TensorType> outputs,
      List<String> looseInputs,
      List<String> looseOutputs,
      Map<String, Tensor> constants,
      long arenaBytes,
      long scratchBytes,
      List<Kernel> kernels) {
    this.steps = steps;
    this.inputs = inputs;
    this.outputs = outputs;
    this.looseInputs = looseInputs;
    this.looseOutputs = looseOutputs;
    this.constants = constants;
    this.arenaBytes = arenaBytes;
    this.scratchBytes = scratchBytes;
    this.kernels = kernels;
  }

  /** The steps, what runs each, and where it writes. */
  String describe() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d steps, %,d bytes for values, %,d bytes to work in"
            .formatted(steps.size(), arenaBytes, scratchBytes));
    for (Step step : steps) {
      lines.add("%3d  %s  [%s]%s".formatted(lines.size(), step.what(), step.how(), where(step)));
    }
    return String.join("\n", lines);
  }

  private static String where(Step step) {
    List<Root.@Nullable Place> outputs =
        step instanceof Step.OfKernel kernel ? kernel.outputs() : ((Step.OfNode) step).outputs();
    StringBuilder text = new StringBuilder();
    for (Root.Place place : outputs) {
      if (place != null) {
        Root root = place.root().actual();
        String block = root.kind == Root.Kind.ARENA ? "@" + root.offset : root.tensor;
        text.append(" -> ").append(place.layout()).append(' ').append(block);
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    kernels.forEach(Kernel::close);
  }
}
