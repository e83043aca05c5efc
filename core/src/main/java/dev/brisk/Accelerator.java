package dev.brisk;

import java.util.List;
import java.util.Map;

/**
 * A device with a runtime that compiles and runs models. Thread-safe; nothing to close.
 *
 * @see Accelerators
 */
public interface Accelerator {
  /** The name it is asked for by. */
  String name();

  /** One sentence on the device and the runtime with its version. */
  String description();

  /**
   * Makes a model ready to run on this device.
   *
   * @throws UnsupportedModelException if the model holds what this accelerator cannot run
   * @throws InvalidInputException if an option is unknown or its value is not allowed
   * @throws RunFailedException if the runtime fails
   */
  Executable compile(Model model, CompileOptions options);

  /**
   * Whether models are run here for the sake of their results only, so that its times say nothing
   * of those in use, and nothing should be decided by them.
   */
  default boolean isForResultsOnly() {
    return false;
  }

  /** Makes a model ready to run with the default options. */
  default Executable compile(Model model) {
    return compile(model, CompileOptions.defaults());
  }

  /**
   * Runs a model and reports what each kernel took, as the runtime measures it. Measuring slows the
   * run: use it for shares, not for latencies.
   *
   * @param inputs as for {@link Executable#run}
   * @param runs how many runs are measured, after one that is not
   * @return the kernels in the order in which they first ran
   * @throws UnsupportedOperationException if the runtime reports no times
   */
  default List<KernelTime> time(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    return RunTrace.times(trace(model, inputs, runs, options));
  }

  /**
   * Runs a model and reports every call of every kernel, as the runtime measures it. Measuring
   * slows the run. See {@link Profiler} for what follows from it.
   *
   * @param inputs as for {@link Executable#run}
   * @param runs how many runs are measured, after one that is not
   * @return the runs in order
   * @throws InvalidInputException if fewer than one run is asked for, or the inputs do not fit
   * @throws UnsupportedOperationException if the runtime reports no times
   */
  default List<RunTrace> trace(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    throw new UnsupportedOperationException("Accelerator " + name() + " reports no kernel times");
  }
}
