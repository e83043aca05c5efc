package dev.brisk.cli.report;

import dev.brisk.cli.metric.MetricSpec;
import java.util.Comparator;
import java.util.List;

/**
 * What quantization did to a model's answers.
 *
 * @param metric the metric
 * @param before its value for the float model
 * @param after its value for the quantized model
 * @param samples how many were evaluated
 * @param calibration how many calibrated
 * @param agreed for how many both models give the same answer
 * @param lost how many only the float model gets right
 * @param won how many only the quantized model gets right
 * @param decibels the energy of the float model's outputs over that of the difference
 * @param pictured some samples to show what the task is, by label
 * @param different samples that the models answer differently
 */
public record Accuracy(
    MetricSpec metric,
    double before,
    double after,
    int samples,
    int calibration,
    int agreed,
    int lost,
    int won,
    double decibels,
    List<Example> pictured,
    List<Example> different) {

  public Accuracy {
    pictured = pictured.stream().sorted(Comparator.comparingLong(Example::label)).toList();
    different = List.copyOf(different);
  }

  /** The share of samples with the same answer, in percent. */
  public double agreement() {
    return 100.0 * agreed / samples;
  }
}
