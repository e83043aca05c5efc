package dev.brisk;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes a model smaller by storing and computing numbers in fewer bits. Thread-safe; deterministic:
 * the same model, samples and options give the same bytes.
 *
 * @see Quantizers
 */
public interface Quantizer {
  /** The name it is asked for by, such as {@code int8}. */
  String name();

  /**
   * Whether {@link #quantize} needs a calibration. If not, {@link #calibrate} may be left out or be
   * given no samples; a quantizer then looks at the model alone, and at samples where it has a use
   * for them.
   */
  boolean needsCalibration();

  /**
   * Runs the model on samples and gathers statistics of its values. Streams: a sample is not kept.
   *
   * @param samples the inputs of each run, as for {@link Executable#run}
   * @throws InvalidInputException if a sample does not fit the model, or there is none where the
   *     quantizer needs a calibration
   * @throws ClosedException if a tensor of a sample is closed
   * @throws CancelledException if cancelled
   */
  Calibration calibrate(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options);

  /**
   * Reads a calibration that was saved.
   *
   * @throws StorageException if the file cannot be read or holds no calibration of this quantizer
   */
  Calibration load(Path path);

  /**
   * Quantizes a model.
   *
   * @throws UnsupportedModelException if the model cannot be quantized this way at all
   * @throws InvalidInputException if the calibration is of another model, or an option or an
   *     excluded node is unknown
   */
  Quantization quantize(Model model, Calibration calibration, QuantizationOptions options);

  /**
   * The ways of quantizing that a search for the best form of a model tries, the most promising
   * first. A calibration with the settings of the first serves all.
   */
  default List<Recipe> recipes() {
    return List.of(Recipe.of(name(), Map.of()));
  }

  /** Calibrates on the samples, then quantizes. */
  default Quantization quantize(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
    return quantize(model, calibrate(model, samples, options), options);
  }

  /** Calibrates on the samples, then quantizes, with the default options. */
  default Quantization quantize(Model model, Iterable<Map<String, Tensor>> samples) {
    return quantize(model, samples, QuantizationOptions.defaults());
  }

  /** Quantizes without samples; only where {@link #needsCalibration} says no. */
  default Quantization quantize(Model model) {
    return quantize(model, List.of());
  }

  /**
   * Measures what quantizing each node, and each block of nodes, alone does to the model's outputs.
   * A block lies between a value that several nodes read and the value where their ways have all
   * met again, such as the layers beside a residual connection.
   *
   * @param calibration what {@link #calibrate} gave; some of its samples are run again
   * @param options as for {@link #quantize}; excluded nodes are not looked at
   * @throws UnsupportedOperationException if this quantizer does not measure sensitivities
   * @throws InvalidInputException if the calibration is of another model or has no samples, or an
   *     option or an excluded node is unknown
   * @throws CancelledException if cancelled
   */
  default Sensitivity sensitivity(
      Model model, Calibration calibration, QuantizationOptions options) {
    throw new UnsupportedOperationException(
        "Quantizer '%s' does not measure sensitivities".formatted(name()));
  }

  /** Calibrates on the samples, then measures sensitivities. */
  default Sensitivity sensitivity(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
    return sensitivity(model, calibrate(model, samples, options), options);
  }
}
