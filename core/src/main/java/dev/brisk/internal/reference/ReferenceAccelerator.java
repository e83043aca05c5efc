package dev.brisk.internal.reference;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.RunFailedException;
import dev.brisk.RunTrace;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.internal.Signature;
import dev.brisk.op.Interpreter;
import dev.brisk.spi.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Interprets models by the scalar code of their operators. */
final class ReferenceAccelerator implements Accelerator {
  @Override
  public String name() {
    return ReferenceProvider.NAME;
  }

  @Override
  public String description() {
    return "The JVM (Java %s, %d threads), with scalar code that is plain rather than fast"
        .formatted(Runtime.version().feature(), Runtime.getRuntime().availableProcessors());
  }

  /** There are no settings beyond {@code threads}. */
  @Override
  public Executable compile(Model model, CompileOptions options) {
    if (!options.settings().isEmpty()) {
      throw new InvalidInputException(
          "Accelerator reference has no settings but threads; given were " + options.settings());
    }
    int threads = options.threads().orElse(Runtime.getRuntime().availableProcessors());
    Signature signature = new Signature(model);
    String name = model.graph().name();
    Activity compiling = new Activity(Activity.Kind.COMPILE, name, ReferenceProvider.NAME, threads);
    try {
      return Tracing.during(
          compiling,
          () -> new ReferenceExecutable(Interpreter.of(model), signature, threads, name));
    } catch (OutOfMemoryError e) {
      throw new RunFailedException("The model's constants do not fit into the JVM's heap", e);
    }
  }

  @Override
  public boolean isForResultsOnly() {
    return true;
  }

  @Override
  public List<RunTrace> trace(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    if (runs < 1) {
      throw new InvalidInputException("The number of runs must be 1 or more, but is " + runs);
    }
    List<RunTrace> traces = new ArrayList<>();
    try (ReferenceExecutable executable = (ReferenceExecutable) compile(model, options)) {
      executable.run(inputs);
      long origin = System.nanoTime();
      for (int run = 0; run < runs; run++) {
        Recording recording = new Recording(origin);
        executable.run(inputs, recording::add);
        traces.add(recording.end());
      }
    }
    return traces;
  }
}
