package dev.brisk.cli.demo;

import dev.brisk.Tensor;
import dev.brisk.cli.data.Sample;
import dev.brisk.cli.evaluation.Evaluator;
import dev.brisk.cli.metric.Metric;
import dev.brisk.cli.metric.MetricSpec;
import dev.brisk.cli.report.Accuracy;
import dev.brisk.cli.report.Example;
import dev.brisk.cli.task.Task;
import java.util.ArrayList;
import java.util.List;

/** What the float model and the quantized one say of each sample. */
final class Answers implements Evaluator.Listener {
  private static final int MOST_EXAMPLES = 12;
  private static final int PICTURED = 10;

  private final Metric before;
  private final Metric after;
  private final List<Example> different = new ArrayList<>();
  private final List<Example> first = new ArrayList<>();
  private int samples;
  private int agreed;
  private int lost;
  private int won;
  private double signal;
  private double noise;

  Answers(MetricSpec metric) {
    before = metric.start().get();
    after = metric.start().get();
  }

  @Override
  public void accept(Sample sample, List<float[]> outputs) {
    float[] expected = outputs.get(0);
    float[] actual = outputs.get(1);
    before.add(sample, expected, expected);
    after.add(sample, actual, expected);
    for (int i = 0; i < expected.length; i++) {
      double difference = (double) expected[i] - actual[i];
      signal += (double) expected[i] * expected[i];
      noise += difference * difference;
    }
    compare(sample, best(expected), best(actual));
  }

  private void compare(Sample sample, int one, int other) {
    long label = sample.label().orElse(-1);
    samples++;
    agreed += one == other ? 1 : 0;
    lost += one == label && other != label ? 1 : 0;
    won += one != label && other == label ? 1 : 0;
    boolean newLabel = first.size() < PICTURED && first.stream().noneMatch(e -> e.label() == label);
    if (newLabel || (one != other && different.size() < MOST_EXAMPLES)) {
      Tensor image = sample.inputs().values().iterator().next();
      Example example = new Example(Pictures.dataAddress(image), label, one, other);
      (one == other ? first : different).add(example);
    }
  }

  private static int best(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  double valueBefore() {
    return before.value();
  }

  double valueAfter() {
    return after.value();
  }

  Accuracy summary(Task task) {
    return new Accuracy(
        task.metric(),
        valueBefore(),
        valueAfter(),
        samples,
        task.calibration().size(),
        agreed,
        lost,
        won,
        10 * Math.log10(signal / noise),
        first,
        different);
  }
}
