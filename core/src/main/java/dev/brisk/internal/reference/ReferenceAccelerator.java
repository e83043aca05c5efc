package dev.brisk.internal.reference;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.KernelTime;
import dev.brisk.Model;
import dev.brisk.RunFailedException;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.internal.Signature;
import dev.brisk.op.Interpreter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

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
    try {
      return new ReferenceExecutable(Interpreter.of(model), signature, threads);
    } catch (OutOfMemoryError e) {
      throw new RunFailedException("The model's constants do not fit into the JVM's heap", e);
    }
  }

  @Override
  public boolean isForResultsOnly() {
    return true;
  }

  @Override
  public List<KernelTime> time(
      Model model, Map<String, Tensor> inputs, int runs, CompileOptions options) {
    if (runs < 1) {
      throw new InvalidInputException("The number of runs must be 1 or more, but is " + runs);
    }
    Map<Node, LongStream.Builder> nanos = new LinkedHashMap<>();
    try (ReferenceExecutable executable = (ReferenceExecutable) compile(model, options)) {
      executable.run(inputs);
      for (int run = 0; run < runs; run++) {
        executable.run(
            inputs,
            (node, taken) -> nanos.computeIfAbsent(node, key -> LongStream.builder()).add(taken));
      }
    }
    List<KernelTime> times = new ArrayList<>();
    nanos.forEach(
        (node, taken) ->
            times.add(
                KernelTime.of(node.label(), node.operator(), "jvm", taken.build().toArray())));
    return times;
  }
}
