package dev.brisk;

import dev.brisk.internal.profile.Measuring;
import java.util.Map;

/** Finds out where the time of a model's runs goes, and what binds it. */
public final class Profiler {
  private Profiler() {}

  /** Profiles a model with the accelerator's default options. */
  public static Profile profile(Model model, Accelerator accelerator, Map<String, Tensor> inputs) {
    return profile(model, accelerator, inputs, CompileOptions.defaults(), Progress.NONE);
  }

  /**
   * Profiles a model: measures it for about a second, at least three runs, and once per process,
   * accelerator and options what the accelerator can do at most.
   *
   * @param accelerator one that reports the times of its kernels
   * @param inputs as for {@link Executable#run}; what they hold matters where the work depends on
   *     it
   * @throws UnsupportedOperationException if the accelerator reports no times
   * @throws InvalidInputException if the inputs do not fit the model
   * @throws RunFailedException if the runtime fails
   */
  public static Profile profile(
      Model model,
      Accelerator accelerator,
      Map<String, Tensor> inputs,
      CompileOptions options,
      Progress progress) {
    return new Measuring(accelerator, options, progress).profile(model, inputs);
  }
}
