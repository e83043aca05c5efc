package dev.brisk;

import java.nio.file.Path;

/**
 * Statistics of a model's values over samples, of a size that does not depend on how many samples
 * there were. Immutable and thread-safe.
 *
 * @see Quantizer#calibrate
 */
public interface Calibration {
  /** The number of samples it was made from. */
  long samples();

  /**
   * The statistics of this one's samples and the other's together, so that samples can be split
   * over threads or machines.
   *
   * @throws InvalidInputException if the other is of another model or quantizer
   */
  Calibration merge(Calibration other);

  /**
   * Writes it to a file, which appears whole or not at all; {@link Quantizer#load} reads it.
   *
   * <p>Besides statistics the file may hold up to 64 of the samples as they are: whoever may not
   * see the samples must not see the file.
   *
   * @throws StorageException if it cannot be written
   */
  void save(Path path);
}
