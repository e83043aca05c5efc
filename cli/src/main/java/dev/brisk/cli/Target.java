package dev.brisk.cli;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.cli.data.Samples;
import dev.brisk.cli.task.Task;
import dev.brisk.cli.terminal.Console;
import dev.brisk.cli.terminal.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a command works on: a model, with or without a task.
 *
 * @param path the model's file
 * @param model the model
 * @param task the task; empty where a model alone was given
 */
record Target(Path path, Model model, Optional<Task> task) {
  /** Loads what an argument names: a task file if it ends in .json, else a model. */
  static Target load(Path argument) {
    require(argument, "model or task file");
    return isTask(argument)
        ? ofTask(task(argument))
        : new Target(argument, model(argument), Optional.empty());
  }

  /** Reads a task file. */
  static Task task(Path argument) {
    require(argument, "task file");
    if (!isTask(argument)) {
      throw new UsageException(
          argument + " is not a task file, whose name ends in .json; this command needs one");
    }
    return Task.read(argument);
  }

  /** Loads a task's model. */
  static Target ofTask(Task task) {
    require(task.model(), "model of the task " + task.file());
    Model model = model(task.model());
    task.check(model);
    return new Target(task.model(), model, Optional.of(task));
  }

  /** Loads a model from a file. */
  static Model model(Path path) {
    require(path, "model");
    return Model.load(path);
  }

  /** Inputs for one run: the task's first sample, else random ones, which the console is told. */
  Map<String, Tensor> sample(Console output) {
    if (task.isPresent()) {
      Samples samples = task.get().evaluation();
      if (samples.size() > 0) {
        return samples.get(0).inputs();
      }
    }
    output.remark(name() + " is fed random inputs, free dimensions being 1");
    return RandomInputs.of(model.inputs());
  }

  /** The model's file name. */
  String name() {
    return String.valueOf(path.getFileName());
  }

  private static boolean isTask(Path argument) {
    return argument.toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private static void require(Path path, String what) {
    if (!Files.exists(path)) {
      throw new UsageException("There is no " + what + " " + path);
    }
  }
}
