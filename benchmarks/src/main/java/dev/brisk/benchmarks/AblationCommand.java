package dev.brisk.benchmarks;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Calibration;
import dev.brisk.CompileOptions;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.evaluation.Evaluator;
import dev.brisk.cli.metric.Agreement;
import dev.brisk.cli.metric.Metric;
import dev.brisk.cli.metric.Sqnr;
import dev.brisk.cli.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Quantizes a task's model with techniques switched on and off, all from one calibration, and
 * prints a Markdown table of what each brings: the task's metric, how often the highest output is
 * where the float model has it, and the outputs' signal to noise ratio.
 */
@Command(name = "ablation", description = "What each technique of quantization brings, on a task")
final class AblationCommand implements Callable<Integer> {
  @Parameters(description = "task files")
  private List<Path> tasks = List.of();

  @Option(names = "--to", description = "The quantizer; int8 if not given")
  private String quantizer = "int8";

  @Option(
      names = "--variant",
      description =
          "NAME:SETTING=VALUE,...; may be given several times, in place of each technique in turn")
  private List<String> variants = List.of();

  @Option(names = "--accelerator", description = "What runs the models; the best here if not given")
  private @Nullable String accelerator;

  @Option(names = "--limit", description = "Evaluate the first samples only")
  private int limit = Integer.MAX_VALUE;

  /** A quantized model and what is measured of it. */
  private record Candidate(
      String name, Model model, double seconds, Metric metric, Metric agreement, Metric sqnr) {}

  @Override
  public Integer call() {
    List<Variant> wanted =
        variants.isEmpty() ? Variant.ablation() : variants.stream().map(Variant::parse).toList();
    for (Path file : tasks) {
      print(Task.read(file), wanted);
    }
    return 0;
  }

  private void print(Task task, List<Variant> wanted) {
    Accelerator chosen =
        accelerator == null ? Accelerators.best() : Accelerators.named(accelerator);
    Model model = Model.load(task.model());
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(candidate("float", model, 0, task));
    candidates.addAll(quantize(task, model, wanted, chosen));
    measure(task, candidates, chosen);
    boolean hasClasses = task.metric().name().startsWith("top");
    System.out.printf("%n### %s%n%n", task.file().getFileName().toString().replace(".json", ""));
    System.out.printf("| | %s | agreement | SQNR | time |%n", task.metric().name());
    System.out.println("|---|---|---|---|---|");
    for (Candidate candidate : candidates) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %.1f dB | %.1f s |%n",
          candidate.name,
          task.metric().format(candidate.metric.value()),
          hasClasses ? "%.2f %%".formatted(candidate.agreement.value()) : "",
          candidate.sqnr.value(),
          candidate.seconds);
    }
  }

  private List<Candidate> quantize(Task task, Model model, List<Variant> wanted, Accelerator runs) {
    Quantizer chosen = Quantizers.named(quantizer);
    QuantizationOptions options = QuantizationOptions.defaults().accelerator(runs);
    Calibration calibration = chosen.calibrate(model, task.calibration().inputs(), options);
    List<Candidate> candidates = new ArrayList<>();
    for (Variant variant : wanted) {
      QuantizationOptions set = options;
      for (var setting : variant.settings().entrySet()) {
        set = set.with(setting.getKey(), setting.getValue());
      }
      long start = System.nanoTime();
      Model quantized = chosen.quantize(model, calibration, set).model();
      double seconds = (System.nanoTime() - start) / 1e9;
      candidates.add(candidate(variant.name(), quantized, seconds, task));
    }
    return candidates;
  }

  private static Candidate candidate(String name, Model model, double seconds, Task task) {
    return new Candidate(
        name, model, seconds, task.metric().start().get(), new Agreement(), new Sqnr());
  }

  private void measure(Task task, List<Candidate> candidates, Accelerator runs) {
    Samples samples = task.evaluation().limit(limit);
    new Evaluator(runs, CompileOptions.defaults(), Progress.NONE)
        .run(
            candidates.stream().map(Candidate::model).toList(),
            samples,
            task.metric().output(),
            (sample, outputs) -> {
              for (int i = 0; i < candidates.size(); i++) {
                Candidate candidate = candidates.get(i);
                candidate.metric.add(sample, outputs.get(i), outputs.get(0));
                candidate.agreement.add(sample, outputs.get(i), outputs.get(0));
                candidate.sqnr.add(sample, outputs.get(i), outputs.get(0));
              }
            });
  }
}
