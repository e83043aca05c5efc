package dev.brisk.spi;

import dev.brisk.Model;
import dev.brisk.SaveOptions;
import dev.brisk.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

  /** Whether the bytes seem to be of this format: by a look at the first ones. */
  default boolean recognizes(ByteBuffer bytes) {
    return false;
  }

  /**
   * Reads a model from memory.
   *
   * @param bytes direct memory that does not change from now on
   * @param folder where the files are that the model names; null if it may name none
   * @throws dev.brisk.StorageException if such a file cannot be read
   * @throws dev.brisk.InvalidModelException if it breaks the format's rules
   */
  default Model read(ByteBuffer bytes, @Nullable Path folder) {
    throw new UnsupportedModelException("Format '" + name() + "' reads models from files only");
  }

  /**
   * Writes a model so that the file appears whole or not at all.
   *
   * @throws dev.brisk.StorageException if it cannot be written
   * @throws dev.brisk.UnsupportedModelException if the format cannot hold this model
   */
  void write(Model model, Path path, SaveOptions options);
}
