package dev.brisk.quantization.half;

import dev.brisk.Calibration;
import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.Quantizer;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.quantization.calibration.Cache;
import dev.brisk.quantization.calibration.Collector;
import dev.brisk.quantization.calibration.Histogram;
import dev.brisk.quantization.calibration.StoredCalibration;
import dev.brisk.quantization.prepare.Exclusions;
import dev.brisk.spi.Activity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Conversion to a 16-bit float: weights take half the bytes, and nodes compute in 16 bits where the
 * device can. What 16 bits are not for stays float32 between casts, and no number is clamped: a
 * node stays float32 if the standard has no such form of it, if its constants do not fit, if its
 * results are read as positions or angles, or if it would be alone among others that stay.
 *
 * <p>Samples are not needed. Without them only the constants tell which numbers do not fit; with
 * them, the values of the main graph do, too, and the converted model is run on a few of them
 * beside the float one: nodes go back to float32 where the results turn out not finite or grossly
 * wrong. That costs about as much as the calibration, and some hundred million multiply-adds on the
 * JVM.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code io}: {@code kept} (the default) leaves the model's inputs and outputs float32,
 *       {@code converted} makes them 16 bits wide
 *   <li>{@code headroom}: how many times larger than in the samples numbers may be, 4 by default
 *   <li>{@code check}: {@code samples} (the default) runs the converted model on samples, {@code
 *       none} does not
 * </ul>
 */
final class HalfQuantizer implements Quantizer {
  private final HalfFormat format;

  HalfQuantizer(HalfFormat format) {
    this.format = format;
  }

  @Override
  public String name() {
    return format.quantizer();
  }

  @Override
  public boolean needsCalibration() {
    return false;
  }

  @Override
  public Calibration calibrate(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
    Settings.of(name(), options);
    Iterator<Map<String, Tensor>> iterator = samples.iterator();
    if (!iterator.hasNext()) {
      return StoredCalibration.empty(name(), model);
    }
    Model tidy = Tidying.of(model, format);
    Exclusions.check(options.excluded(), model, tidy);
    Set<String> values = observed(Region.of(tidy));
    Cache cache = Cache.of(options, name(), tidy, values);
    Collector collector = new Collector(tidy, values, options.accelerator(), cache);
    collector.collect(begun(iterator, samples), options.progress());
    return collector.calibration(name(), model);
  }

  /** Samples of which some were asked for: those are not asked for again the first time. */
  private static Iterable<Map<String, Tensor>> begun(
      Iterator<Map<String, Tensor>> first, Iterable<Map<String, Tensor>> samples) {
    AtomicBoolean given = new AtomicBoolean();
    return () -> given.getAndSet(true) ? samples.iterator() : first;
  }

  /** The float32 values of the main graph that are not constants. */
  private static Set<String> observed(Region region) {
    Set<String> values = new LinkedHashSet<>();
    for (Node node : region.graph().nodes()) {
      node.inputs().forEach(values::add);
      node.outputs().forEach(values::add);
    }
    values.removeIf(value -> !region.isFloat(value) || region.constant(value) != null);
    return values;
  }

  @Override
  public Calibration load(Path path) {
    return StoredCalibration.load(path, name());
  }

  @Override
  public Quantization quantize(Model model, Calibration calibration, QuantizationOptions options) {
    Settings settings = Settings.of(name(), options);
    StoredCalibration stored = StoredCalibration.require(calibration, name(), model);
    Model tidy = Tidying.of(model, format);
    Exclusions.check(options.excluded(), model, tidy);
    HalfTensors tensors = new HalfTensors(format);
    Measured measured = new Measured(format, settings.headroom(), stored);
    Region region = Region.of(tidy);
    new Planner(format, tidy.opset(""), tensors, measured, options.excluded()).plan(region);
    List<String> warnings = new ArrayList<>(warnings(tidy.graph(), stored));
    warnings.addAll(stored.warnings());
    Map<Node, NodeError> errors = Map.of();
    if (settings.checks() && !stored.keptSamples().isEmpty()) {
      Activity checking =
          Activity.of(Activity.Kind.QUANTIZE_STEP, model.graph().name(), name() + " check");
      Check check = new Check(format, tensors, tidy, region);
      warnings.addAll(
          Tracing.during(
              checking,
              () -> check.run(stored.keptSamples(), options.accelerator(), options.progress())));
      errors = HalfErrors.measure(format, tensors, tidy, region, stored.keptSamples(), options);
    }
    Set<String> converted = settings.convertsInterface() ? ends(tidy.graph()) : Set.of();
    Graph written = HalfWriter.write(region, format, tensors, converted, Set.of());
    Model quantized = tidy.withGraph(written);
    return new Quantization(
        quantized, HalfReport.of(format, model, tidy, quantized, region, errors, warnings));
  }

  /** The float32 inputs and outputs that are not constants. */
  private static Set<String> ends(Graph graph) {
    Set<String> ends = new LinkedHashSet<>();
    List<Value> all = new ArrayList<>(graph.inputs());
    all.addAll(graph.outputs());
    for (Value end : all) {
      if (end.elementType() == ElementType.FLOAT32
          && !graph.initializers().containsKey(end.name())) {
        ends.add(end.name());
      }
    }
    return ends;
  }

  /** Of samples with numbers that are none, and of a model that makes such of sound ones. */
  private static List<String> warnings(Graph graph, StoredCalibration calibration) {
    List<String> warnings = new ArrayList<>();
    for (Map.Entry<String, Histogram> entry : calibration.values().entrySet()) {
      Histogram value = entry.getValue();
      if (graph.isInput(entry.getKey()) && value.nans() + value.infinities() > 0) {
        warnings.add(
            "Input '%s' was NaN %d times and infinite %d times in the samples"
                .formatted(entry.getKey(), value.nans(), value.infinities()));
      }
    }
    if (warnings.isEmpty()) {
      calibration.values().entrySet().stream()
          .filter(entry -> entry.getValue().nans() > 0)
          .findFirst()
          .ifPresent(
              entry ->
                  warnings.add(
                      "Value '%s' of the float model was NaN %d times in the samples"
                          .formatted(entry.getKey(), entry.getValue().nans())));
    }
    return warnings;
  }
}
