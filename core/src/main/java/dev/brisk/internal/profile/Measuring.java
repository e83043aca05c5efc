package dev.brisk.internal.profile;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Model;
import dev.brisk.Profile;
import dev.brisk.Profile.Pauses;
import dev.brisk.Progress;
import dev.brisk.Roofline;
import dev.brisk.RunTrace;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures what a profile is made of. */
public final class Measuring {
  private static final long WANTED_NANOS = 1_000_000_000;
  private static final int FEWEST = 3;
  private static final int MOST = 100;

  private final Accelerator accelerator;
  private final CompileOptions options;
  private final Progress progress;

  public Measuring(Accelerator accelerator, CompileOptions options, Progress progress) {
    this.accelerator = accelerator;
    this.options = options;
    this.progress = progress;
  }

  /** Measures a model. */
  public Profile profile(Model model, Map<String, Tensor> inputs) {
    progress.update("trying the model", 0, 3);
    long first = accelerator.trace(model, inputs, 1, options).get(0).request().toNanos();
    int runs = (int) Math.max(FEWEST, Math.min(MOST, WANTED_NANOS / Math.max(1, first)));
    progress.update("measuring the model", 1, 3);
    Pauses before = CollectorPauses.now();
    List<RunTrace> traces = accelerator.trace(model, inputs, runs, options);
    Pauses pauses = CollectorPauses.since(before);
    progress.update("measuring the machine", 2, 3);
    Roofline roofline = RooflineMeter.of(accelerator, options);
    int processors = Runtime.getRuntime().availableProcessors();
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return new Analysis(model, new Work(model, shapes), roofline)
        .profile(
            traces,
            new Analysis.Setting(
                accelerator.name(), options.threads().orElse(processors), processors, pauses));
  }
}
