package dev.brisk;

import java.nio.file.Path;

/**
 * A model with the way it is best run.
 *
 * @param model standard ONNX
 * @param tuning how to compile and run it
 */
public record TunedModel(Model model, Tuning tuning) {
  /** Compiles the model this way. */
  public Executable compile() {
    return tuning.compile(model);
  }

  /**
   * Writes the model and, beside it, a file {@code NAME.brisk.json} that says how to run it, which
   * {@link Model#compile()} goes by once the model is loaded from there.
   *
   * @throws StorageException if one cannot be written
   */
  public void save(Path path) {
    model.save(path);
    TuningFile.write(path, tuning);
  }
}
