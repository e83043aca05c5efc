package dev.brisk.cli;

import dev.brisk.Accelerator;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.cli.data.Sample;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.evaluation.Evaluator;
import dev.brisk.cli.metric.Metric;
import dev.brisk.cli.metric.MetricSpec;
import dev.brisk.cli.task.Task;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.ProgressDisplay;
import dev.brisk.cli.terminal.UsageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a task's metric. */
@Command(
    name = "evaluate",
    description = {
      "Measures a task's metric on its evaluation samples.",
      "",
      "The metrics agreement, sqnr and mse compare the model given with --model to the task's own, float model; accuracies are in percent, AP in points."
    },
    footer = {
      "  brisk evaluate digits.json",
      "  brisk evaluate digits.json --model digits.int8.onnx",
      "  brisk evaluate digits.json --limit 100 --json"
    })
final class EvaluateCommand extends BriskCommand {
  @Parameters(paramLabel = "TASK", description = "A task file (.json).")
  private @Nullable Path argument;

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "Evaluate this model in place of the task's own.")
  private @Nullable Path other;

  @Option(names = "--limit", paramLabel = "N", description = "Evaluate the first N samples only.")
  private @Nullable Integer limit;

  /** The fields of the JSON. */
  private record Result(String metric, double value, int n, String accelerator) {}

  @Override
  void run(Console output) {
    if (limit != null && limit < 1) {
      throw new UsageException("--limit must be 1 or more, but is " + limit);
    }
    Task task = Target.task(given(argument));
    MetricSpec spec = task.metric();
    List<Model> models = models(task);
    Samples samples = limit == null ? task.evaluation() : task.evaluation().limit(limit);
    Accelerator accelerator = common().accelerator();
    Metric metric = spec.start().get();
    try (ProgressDisplay progress = output.progress()) {
      new Evaluator(accelerator, common().compileOptions(), progress)
          .run(models, samples, spec.output(), (sample, outputs) -> add(metric, sample, outputs));
    }
    output.result(new Result(spec.name(), metric.value(), samples.size(), accelerator.name()));
    if (!output.isJson()) {
      show(output, task, metric, samples.size(), accelerator);
    }
  }

  private static void add(Metric metric, Sample sample, List<float[]> outputs) {
    float[] output = outputs.get(0);
    float[] reference = outputs.get(outputs.size() - 1);
    if (output.length != reference.length) {
      throw new InvalidInputException(
          "The models cannot be compared: for %s one gives %d values and the task's own %d"
              .formatted(sample.name(), output.length, reference.length));
    }
    metric.add(sample, output, reference);
  }

  /** The model to evaluate, and behind it the one to compare with where there is another. */
  private List<Model> models(Task task) {
    List<Model> models = new ArrayList<>();
    if (other != null) {
      Model candidate = Target.model(other);
      task.check(candidate);
      models.add(candidate);
    }
    if (other == null || task.metric().comparesWithFloat()) {
      models.add(Target.ofTask(task).model());
    }
    return models;
  }

  private void show(
      Console output, Task task, Metric metric, int samples, Accelerator accelerator) {
    MetricSpec spec = task.metric();
    String detail = metric.detail().isEmpty() ? "" : " (" + metric.detail() + ")";
    Path model = other == null ? task.model() : other;
    output.say(
        "%s %s%s: %s on %d samples, %s"
            .formatted(
                spec.name(),
                spec.format(metric.value()),
                detail,
                model.getFileName(),
                samples,
                accelerator.name()));
    if (spec.comparesWithFloat()) {
      output.say(
          other == null
              ? "This metric compares with the task's own model; give another one with --model"
              : "Compared with the task's own model, " + task.model().getFileName());
    }
  }
}
