package dev.brisk.backend.remote.testing;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An accelerator behind gRPC whose server gets each model before it is compiled. */
public final class FacadeAccelerator implements Accelerator {
  private final String name;
  private final ServedModels models;
  private final Function<String, Accelerator> accelerators;

  /** The function gives the accelerator to use for a model of a name. */
  public FacadeAccelerator(
      String name, ServedModels models, Function<String, Accelerator> accelerators) {
    this.name = name;
    this.models = models;
    this.accelerators = accelerators;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return accelerators.apply("model").description();
  }

  @Override
  public Executable compile(Model model, CompileOptions options) {
    return accelerators.apply(models.add(model)).compile(model, options);
  }

  @Override
  public List<RunTrace> trace(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    return accelerators.apply(models.add(model)).trace(model, inputs, runs, options);
  }
}
