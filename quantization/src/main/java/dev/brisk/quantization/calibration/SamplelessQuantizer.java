package dev.brisk.quantization.calibration;

import dev.brisk.Calibration;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Tensor;
import java.nio.file.Path;
import java.util.Map;

/** A quantizer that looks at the model alone, and has no settings. */
public abstract class SamplelessQuantizer implements Quantizer {
  private final String name;

  /** A quantizer of the given name. */
  protected SamplelessQuantizer(String name) {
    this.name = name;
  }

  /** The quantized model. */
  protected abstract Quantization quantize(Model model, QuantizationOptions options);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean needsCalibration() {
    return false;
  }

  /** Gives an empty calibration; the samples are not looked at. */
  @Override
  public final Calibration calibrate(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
    checkSettings(options);
    return StoredCalibration.empty(name, model);
  }

  @Override
  public final Calibration load(Path path) {
    return StoredCalibration.load(path, name);
  }

  @Override
  public final Quantization quantize(
      Model model, Calibration calibration, QuantizationOptions options) {
    checkSettings(options);
    return quantize(model, options);
  }

  private void checkSettings(QuantizationOptions options) {
    if (!options.settings().isEmpty()) {
      throw new InvalidInputException(
          "Quantizer '%s' has no settings, but got %s".formatted(name, options.settings()));
    }
  }
}
