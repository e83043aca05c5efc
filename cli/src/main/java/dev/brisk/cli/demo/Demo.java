package dev.brisk.cli.demo;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.cli.bench.Bench;
import dev.brisk.cli.bench.Contender;
import dev.brisk.cli.bench.Measurement;
import dev.brisk.cli.bench.Percentiles;
import dev.brisk.cli.bench.Settings;
import dev.brisk.cli.config.FileErrors;
import dev.brisk.cli.evaluation.Evaluator;
import dev.brisk.cli.evaluation.LayerErrors;
import dev.brisk.cli.report.Candidate;
import dev.brisk.cli.report.Comparison;
import dev.brisk.cli.report.KernelShares;
import dev.brisk.cli.report.LayerError;
import dev.brisk.cli.task.Task;
import dev.brisk.cli.terminal.OutputFile;
import dev.brisk.pass.Passes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The whole job on the bundled model: calibrate, quantize, evaluate both models, measure both, and
 * look at what became of each layer.
 */
public final class Demo {
  private static final String PRECISION = "int8";
  private static final int LAYER_SAMPLES = 50;
  private static final int PROFILED_RUNS = 100;
  private static final Settings BENCH = new Settings(2.0, 0.7, 1);

  private final Path folder;
  private final Accelerator accelerator;
  private final OptionalInt threads;
  private final Progress progress;

  /**
   * A demo.
   *
   * @param folder where its files and models go
   * @param threads the threads of a run; empty to measure one and all
   */
  public Demo(Path folder, Accelerator accelerator, OptionalInt threads, Progress progress) {
    this.folder = folder;
    this.accelerator = accelerator;
    this.threads = threads;
    this.progress = progress;
  }

  /** Does it all. */
  public Comparison run() {
    Task task = Task.read(DemoFiles.extract(folder));
    Model before = Model.load(task.model());
    task.check(before);
    Quantization quantization = quantize(task, before);
    Path small = folder.resolve("digits." + PRECISION + ".onnx");
    OutputFile.write(small, path -> quantization.model().save(path));
    Model after = Model.load(small);
    Answers answers = evaluate(task, before, after);
    Map<String, Tensor> sample = task.evaluation().get(0).inputs();
    List<Measurement> measured =
        Bench.run("single", entries(before, small, after, sample), BENCH, progress);
    List<Candidate> candidates = new ArrayList<>();
    for (Measurement each : measured) {
      candidates.add(candidate(task, each, small, answers));
    }
    Percentiles speedUp = measured.get(1).speedUpOver(measured.get(0));
    return new Comparison(
        "digits",
        candidates,
        speedUp,
        answers.summary(task),
        layers(task, before, after, quantization.report()),
        kernels(after, sample),
        quantization.report().warnings(),
        accelerator.description());
  }

  private Quantization quantize(Task task, Model model) {
    QuantizationOptions options =
        QuantizationOptions.defaults()
            .accelerator(accelerator)
            .progress(
                (stage, done, total) ->
                    progress.update(stage, done, total == 0 ? task.calibration().size() : total));
    return Quantizers.named(PRECISION).quantize(model, task.calibration().inputs(), options);
  }

  private Answers evaluate(Task task, Model before, Model after) {
    Answers answers = new Answers(task.metric());
    new Evaluator(accelerator, options(), progress)
        .run(List.of(before, after), task.evaluation(), task.metric().output(), answers);
    return answers;
  }

  private CompileOptions options() {
    CompileOptions defaults = CompileOptions.defaults();
    return threads.isPresent() ? defaults.threads(threads.getAsInt()) : defaults;
  }

  /** Float and quantized in turn, for each number of threads. */
  private List<Contender.Entry> entries(
      Model before, Path small, Model after, Map<String, Tensor> sample) {
    int all = Runtime.getRuntime().availableProcessors();
    SortedSet<Integer> counts = new TreeSet<>();
    counts.add(threads.orElse(1));
    counts.add(threads.orElse(all));
    List<Contender.Entry> entries = new ArrayList<>();
    for (int count : counts) {
      OptionalInt these = OptionalInt.of(count);
      entries.add(
          new Contender.Entry(
              folder.resolve(DemoFiles.MODEL).toString(), before, sample, accelerator, these));
      entries.add(new Contender.Entry(small.toString(), after, sample, accelerator, these));
    }
    return entries;
  }

  private Candidate candidate(Task task, Measurement measured, Path small, Answers answers) {
    boolean quantized = measured.contender().name().equals(small.toString());
    return new Candidate(
        measured.contender().name(),
        quantized ? PRECISION : "float32",
        accelerator.name(),
        measured.contender().threads(),
        task.metric().name(),
        quantized ? answers.valueAfter() : answers.valueBefore(),
        measured.latency().at(50),
        measured.latency().at(99),
        FileErrors.size(Path.of(measured.contender().name())));
  }

  private List<LayerError> layers(Task task, Model before, Model after, QuantizationReport report) {
    Map<String, Double> decibels =
        LayerErrors.measure(
            Passes.apply(Passes.CLEANUP, before),
            after,
            report.nodes().stream().map(NodeReport::node).toList(),
            task.evaluation().limit(LAYER_SAMPLES),
            accelerator,
            options(),
            progress);
    double macs = report.nodes().stream().mapToDouble(node -> Math.max(0, node.macs())).sum();
    return report.nodes().stream()
        .map(
            node -> {
              Double measured = decibels.get(node.node());
              return new LayerError(
                  node.node(),
                  node.operator(),
                  node.precision(),
                  macs == 0 ? 0 : Math.max(0, node.macs()) / macs,
                  measured == null ? OptionalDouble.empty() : OptionalDouble.of(measured),
                  node.keptFloat().orElse(""));
            })
        .toList();
  }

  /** Where the quantized model's time goes, if the accelerator tells. */
  private Optional<KernelShares> kernels(Model after, Map<String, Tensor> sample) {
    try {
      progress.update("profiling", 0, 0);
      return Optional.of(
          KernelShares.of(accelerator.time(after, sample, PROFILED_RUNS, options())));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }
}
