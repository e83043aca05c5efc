package dev.brisk.cli.task;

import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.internal.Suggestions;
import java.util.List;
import java.util.Map;

/** Whether a task feeds a model what it takes, and measures what it gives. */
final class ModelFit {
  private final Task task;
  private final Model model;

  ModelFit(Task task, Model model) {
    this.task = task;
    this.model = model;
  }

  /** Refuses a model whose inputs are not those of a sample. */
  void checkInputs(Map<String, Tensor> sample) {
    List<String> names = model.inputs().stream().map(TensorSpec::name).toList();
    for (String fed : sample.keySet()) {
      if (!names.contains(fed)) {
        throw misfit(
            "feeds an input \"" + fed + '"',
            "has the inputs " + String.join(", ", names) + Suggestions.clause(fed, names));
      }
    }
    for (TensorSpec input : model.inputs()) {
      Tensor fed = sample.get(input.name());
      if (fed == null) {
        throw misfit("feeds no input \"" + input.name() + '"', "needs it; add it to inputs");
      }
      Shape shape = input.shape();
      boolean fits = shape == null || shape.accepts(fed.shape());
      if (!fits || fed.elementType() != input.elementType()) {
        throw misfit(
            "feeds the input \"" + input.name() + "\" with " + fed,
            "takes %s%s; change its type, size, shape or layout in inputs"
                .formatted(input.elementType(), shape == null ? "" : shape));
      }
    }
  }

  /** Refuses a model without the output that is measured. */
  void checkOutput() {
    String output = task.metric().output();
    List<String> names = model.outputs().stream().map(TensorSpec::name).toList();
    if (!names.contains(output)) {
      throw misfit(
          "measures an output \"" + output + '"',
          "has the outputs " + String.join(", ", names) + Suggestions.clause(output, names));
    }
  }

  private InvalidInputException misfit(String does, String but) {
    return new InvalidInputException(
        "The task %s %s, but the model %s %s"
            .formatted(
                task.file(),
                does,
                model.source().map(path -> path.getFileName().toString()).orElse(""),
                but));
  }
}
