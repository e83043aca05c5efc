package dev.brisk.spi;

import dev.brisk.Model;
import java.nio.file.Path;

/**
 * Reads and writes models of one file format. Found by {@link java.util.ServiceLoader}.
 * Thread-safe.
 */
public interface ModelFormat {
  /** The format's name, such as {@code onnx}. */
  String name();

  /** Whether the file or folder seems to be of this format: by a look, without reading it all. */
  boolean recognizes(Path path);

  /**
   * Reads a model.
   *
   * @throws dev.brisk.StorageException if the file cannot be read
   * @throws dev.brisk.InvalidModelException if it breaks the format's rules
   */
  Model read(Path path);

  /**
   * Writes a model so that the file appears whole or not at all.
   *
   * @throws dev.brisk.StorageException if it cannot be written
   * @throws dev.brisk.UnsupportedModelException if the format cannot hold this model
   */
  void write(Model model, Path path);
}
