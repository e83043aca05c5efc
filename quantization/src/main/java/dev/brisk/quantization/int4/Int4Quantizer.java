package dev.brisk.quantization.int4;

import dev.brisk.Calibration;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.Quantizer;
import dev.brisk.Recipe;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Cache;
import dev.brisk.quantization.calibration.Collector;
import dev.brisk.quantization.calibration.StoredCalibration;
import dev.brisk.quantization.prepare.Exclusions;
import dev.brisk.quantization.prepare.Preparation;
import dev.brisk.spi.Activity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Quantization of weights alone, to 4 or 8 bits in blocks along the inputs of MatMul and Gemm and
 * along the rows of embedding tables. Activations stay float32. For models whose time goes into
 * reading weights, such as language models at batch one.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code form}: {@code matmulnbits} (the default), operators of ONNX Runtime's own, or {@code
 *       qdq}, the standard's DequantizeLinear, which leaves embeddings as they are
 *   <li>{@code block}: how many weights share a scale: 16, 32 (the default), 64, 128 or 256
 *   <li>{@code symmetric}: {@code no} (the default), with a zero point for each block, or {@code
 *       yes}
 *   <li>{@code bits}: 4 (the default) or 8
 *   <li>{@code algorithm}: {@code mse} (the default), the least squared error of the weights;
 *       {@code rtn}, scales by range; {@code hqq}; {@code k-quant}; or with samples {@code awq} or
 *       {@code gptq}
 *   <li>{@code embeddings}: {@code quantized} (the default) or {@code plain}
 *   <li>{@code accuracy_level}: how MatMulNBits computes, 1 (float32) to 4 (int8); by default 0,
 *       which leaves it to the runtime
 * </ul>
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

  /** Rounding by what errors do on the samples, which needs most of calibrations, and plain. */
  @Override
  public List<Recipe> recipes() {
    return List.of(
        Recipe.of(NAME + "-gptq", Map.of("accuracy_level", "4", "algorithm", "gptq")),
        Recipe.of(NAME, Map.of("accuracy_level", "4")));
  }

  /** Looks at the samples only where the algorithm that is set does; keeps a few of them. */
  @Override
  public Calibration calibrate(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
    Algorithm algorithm = Settings.of(options).algorithm();
    if (!algorithm.usesSamples()) {
      return StoredCalibration.empty(NAME, model);
    }
    if (samples instanceof Collection<?> known && known.isEmpty()) {
      throw noSamples(algorithm);
    }
    Cache cache = Cache.of(options, NAME, model, List.of());
    Collector collector = new Collector(model, List.of(), options.accelerator(), cache);
    collector.collect(samples, options.progress());
    return collector.calibration(NAME, model);
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
    Coding.Work work =
        new Coding.Work(
            prepared,
            plan,
            writer,
            settings.grid(),
            samples(model, calibration, settings.algorithm()),
            options);
    List<String> warnings = new ArrayList<>();
    if (settings.algorithm().usesSamples() && calibration instanceof StoredCalibration stored) {
      warnings.addAll(stored.warnings());
    }
    Activity coding =
        Activity.of(Activity.Kind.QUANTIZE_STEP, model.graph().name(), NAME + " code weights");
    warnings.addAll(Tracing.during(coding, () -> settings.algorithm().coding().code(work)));
    Model quantized = prepared.withGraph(writer.write(prepared.graph()));
    Map<Node, NodeError> errors =
        settings.algorithm().usesSamples()
            ? SampledErrors.measure(work, settings, quantized, warnings)
            : work.errors();
    return new Quantization(
        quantized,
        Report.of(model, prepared, quantized, plan, settings.grid().bits(), errors, warnings));
  }

  private static Collection<Map<String, Tensor>> samples(
      Model model, Calibration calibration, Algorithm algorithm) {
    if (!algorithm.usesSamples()) {
      return List.of();
    }
    StoredCalibration stored = StoredCalibration.require(calibration, NAME, model);
    if (stored.keptSamples().isEmpty()) {
      throw noSamples(algorithm);
    }
    return stored.keptSamples();
  }

  private static InvalidInputException noSamples(Algorithm algorithm) {
    return new InvalidInputException(
        "Algorithm '%s' of quantizer 'int4' needs samples, but got none; give some, or leave the algorithm to its default, which needs none"
            .formatted(algorithm.name()));
  }
}
