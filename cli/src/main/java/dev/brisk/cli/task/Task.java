package dev.brisk.cli.task;

import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.cli.config.Section;
import dev.brisk.cli.data.DataFormats;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.metric.MetricSpec;
import dev.brisk.cli.metric.Metrics;
import java.nio.file.Path;
import java.util.List;

/**
 * A model with its data and its metric, as a task file describes it.
 *
 * @param file the task file
 * @param model the model's file
 * @param calibration the samples to calibrate with
 * @param evaluation the samples to evaluate with, none of which calibrates
 * @param metric what is measured
 */
public record Task(
    Path file, Path model, Samples calibration, Samples evaluation, MetricSpec metric) {

  /**
   * Reads a task file, its index files and the sizes of its record files.
   *
   * @throws dev.brisk.cli.config.ConfigException if the file says what cannot be
   * @throws dev.brisk.BriskException if a file it names cannot be read
   */
  public static Task read(Path file) {
    Section root = Section.read(file);
    Path model = root.resolve(root.text("model"));
    List<Section> inputs = root.sections("inputs");
    Section data = root.section("data");
    Section calibration = root.section("calibration");
    Section metric = root.section("metric");
    root.finish();
    Split split = Split.read(calibration, DataFormats.read(data, inputs), inputs);
    inputs.forEach(Section::finish);
    return new Task(file, model, split.calibration(), split.evaluation(), Metrics.read(metric));
  }

  /**
   * Refuses a model that these samples do not fit or that has not the output measured here.
   *
   * @throws InvalidInputException with a sentence that says what differs
   */
  public void check(Model candidate) {
    ModelFit fit = new ModelFit(this, candidate);
    for (Samples samples : List.of(calibration, evaluation)) {
      if (samples.size() > 0) {
        fit.checkInputs(samples.get(0).inputs());
      }
    }
    fit.checkOutput();
  }
}
