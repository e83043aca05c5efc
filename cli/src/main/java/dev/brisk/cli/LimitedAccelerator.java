package dev.brisk.cli;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import java.util.List;
import java.util.Map;

/** An accelerator that compiles with given options where it is asked for the defaults. */
record LimitedAccelerator(Accelerator accelerator, CompileOptions limits) implements Accelerator {
  @Override
  public String name() {
    return accelerator.name();
  }

  @Override
  public String description() {
    return limits.equals(CompileOptions.defaults())
        ? accelerator.description()
        : accelerator.description() + " " + limits;
  }

  @Override
  public boolean isForResultsOnly() {
    return accelerator.isForResultsOnly();
  }

  @Override
  public Executable compile(Model model, CompileOptions options) {
    return accelerator.compile(model, limited(options));
  }

  @Override
  public List<RunTrace> trace(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    return accelerator.trace(model, inputs, runs, limited(options));
  }

  private CompileOptions limited(CompileOptions options) {
    return options.equals(CompileOptions.defaults()) ? limits : options;
  }
}
