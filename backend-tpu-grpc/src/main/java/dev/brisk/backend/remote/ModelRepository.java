package dev.brisk.backend.remote;

import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Models as servers with a model repository take them: {@code NAME/1/model.onnx}, and {@code
 * NAME/config.pbtxt}, by which Triton runs it with ONNX Runtime. OpenVINO Model Server has the same
 * folders, without a need for the second file.
 */
public final class ModelRepository {
  static final String VERSION = "1";
  static final String FILE = "model.onnx";

  private ModelRepository() {}

  /**
   * Writes a model into a repository, over what stands there of it.
   *
   * @param name of the model on the server: letters, digits, dots, dashes and underscores
   * @param repository the folder of all models, made if it is not there
   * @return the model's own folder
   * @throws dev.brisk.UnsupportedModelException if the server cannot be told of an input or output:
   *     one of unknown rank, or of a type that the Open Inference Protocol has not
   * @throws StorageException if it cannot be written
   */
  public static Path write(Model model, String name, Path repository) {
    if (!name.matches("[\\w.-]+") || name.startsWith(".")) {
      throw new InvalidInputException(
          "A model's name in a repository must be letters, digits, dots, dashes and underscores,"
              + " but is '%s'".formatted(name));
    }
    String config = new TritonConfig(model, name).text();
    Path folder = repository.resolve(name);
    try {
      Files.createDirectories(folder.resolve(VERSION));
      model.save(folder.resolve(VERSION).resolve(FILE));
      Files.writeString(folder.resolve("config.pbtxt"), config);
    } catch (IOException e) {
      throw new StorageException("The model repository " + folder + " cannot be written: " + e, e);
    }
    return folder;
  }
}
