package dev.brisk.backend.cpu.onednn;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.engine.EngineExecutable;
import dev.brisk.spi.Activity;
import java.util.List;
import java.util.Map;

/** Compiles models to plans over oneDNN's primitives. */
final class OneDnnAccelerator implements Accelerator {
  private final OneDnn library;

  OneDnnAccelerator(OneDnn library) {
    this.library = library;
  }

  @Override
  public String name() {
    return OneDnnProvider.NAME;
  }

  @Override
  public String description() {
    return "The processor (%s, %d threads), with oneDNN %s using %s"
        .formatted(
            OneDnnPresence.platform(),
            Runtime.getRuntime().availableProcessors(),
            library.version(),
            library.instructions());
  }

  /** There are no settings beyond {@code threads}. */
  @Override
  public Executable compile(Model model, CompileOptions options) {
    return compiled(model, options);
  }

  private EngineExecutable compiled(Model model, CompileOptions options) {
    if (!options.settings().isEmpty()) {
      throw new InvalidInputException(
          "Accelerator onednn has no settings but threads; given were " + options.settings());
    }
    int threads = options.threads().orElse(Runtime.getRuntime().availableProcessors());
    OneDnn own = library.with(threads);
    Activity compiling =
        new Activity(Activity.Kind.COMPILE, model.graph().name(), name(), own.threads());
    return Tracing.during(compiling, () -> EngineExecutable.of(model, new OneDnnBackend(own)));
  }

  @Override
  public List<RunTrace> trace(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    if (runs < 1) {
      throw new InvalidInputException("The number of runs must be 1 or more, but is " + runs);
    }
    try (EngineExecutable executable = compiled(model, options)) {
      return executable.trace(inputs, runs);
    }
  }
}
