package dev.brisk.quantization.int4;

import dev.brisk.Calibration;
import dev.brisk.CancelledException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Tensor;
import dev.brisk.quantization.calibration.StoredCalibration;
import dev.brisk.quantization.int4.block.Blockwise;
import dev.brisk.quantization.prepare.Exclusions;
import dev.brisk.quantization.prepare.Preparation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Quantization of weights alone, to 4 or 8 bits in blocks along the inputs of MatMul and Gemm and
 * along the rows of embedding tables. Activations stay float32. For models whose time goes into
 * reading weights, such as language models at batch one.
 */
public final class Int4Quantizer implements Quantizer {
  static final String NAME = "int4";

  /** The quantizer; it has no state. */
  public Int4Quantizer() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsCalibration() {
    return false;
  }

  @Override
  public Calibration calibrate(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
    Settings.of(options);
    return StoredCalibration.empty(NAME, model);
  }

  @Override
  public Calibration load(Path path) {
    return StoredCalibration.load(path, NAME);
  }

  @Override
  public Quantization quantize(Model model, Calibration calibration, QuantizationOptions options) {
    Settings settings = Settings.of(options);
    Model prepared = settings.form().prepare(Preparation.light(model));
    Exclusions.check(options.excluded(), model, prepared);
    Plan plan = Plan.of(prepared, options.excluded(), settings);
    Writer writer = new Writer(plan, settings.form(), prepared.graph());
    Set<Verdict.Weight> weights = plan.weights();
    int done = 0;
    for (Verdict.Weight weight : weights) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("Quantization was interrupted");
      }
      writer.store(
          weight, Blockwise.quantize(weight.matrix(), settings.grid(), settings.algorithm().fit()));
      options.progress().update("quantize weights", ++done, weights.size());
    }
    Model quantized = prepared.withGraph(writer.write(prepared.graph()));
    return new Quantization(
        quantized, Report.of(model, prepared, quantized, plan, settings.grid().bits(), List.of()));
  }
}
