package dev.brisk.cli.evaluation;

import dev.brisk.Accelerator;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.Score;
import dev.brisk.Scoring;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.metric.Metric;
import dev.brisk.cli.metric.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Scores models by a metric, in points.
 *
 * @param floats the model that comparing metrics compare with
 * @param samples what is evaluated
 * @param metric what is measured
 * @param accelerator what runs the float model
 */
public record TaskScoring(Model floats, Samples samples, MetricSpec metric, Accelerator accelerator)
    implements Scoring {
  @Override
  public Score score(Model model, Executable executable, Progress progress) {
    SampleRunner runner = new SampleRunner(model, executable, metric.output());
    if (!metric.comparesWithFloat()) {
      return score(List.of(runner), progress);
    }
    CompileOptions options = CompileOptions.defaults();
    try (SampleRunner reference =
        new SampleRunner(floats, accelerator.compile(floats, options), metric.output())) {
      return score(List.of(runner, reference), progress);
    }
  }

  private Score score(List<SampleRunner> runners, Progress progress) {
    if (samples.size() == 0) {
      throw new InvalidInputException("There are no samples to evaluate");
    }
    Metric measured = metric.start().get();
    List<Double> each = new ArrayList<>();
    new Evaluator(accelerator, CompileOptions.defaults(), progress)
        .run(
            runners,
            samples,
            (sample, outputs) -> {
              measured.add(sample, outputs.get(0), outputs.get(outputs.size() - 1));
              OptionalDouble last = measured.last();
              last.ifPresent(each::add);
            });
    return each.size() == samples.size()
        ? Score.mean(each.stream().mapToDouble(Double::doubleValue).toArray())
        : Score.of(metric.points(measured.value()));
  }
}
