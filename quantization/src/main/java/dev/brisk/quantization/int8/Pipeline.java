package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Collector;
import dev.brisk.quantization.calibration.Histogram;
import dev.brisk.quantization.calibration.StoredCalibration;
import dev.brisk.quantization.equalization.Equalization;
import dev.brisk.quantization.error.Counterpart;
import dev.brisk.quantization.prepare.Exclusions;
import dev.brisk.quantization.prepare.Preparation;
import dev.brisk.quantization.smoothing.Smoothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A prepared model and what was measured of it, from which quantized forms are made that differ in
 * the nodes that stay float.
 */
final class Pipeline {
  private final Model plain;
  private final Model prepared;
  private final Model measuring;
  private final Set<String> equalized;
  private final Settings settings;
  private final QuantizationOptions options;
  private final Refinements refinements;
  private final List<String> warnings = new ArrayList<>();
  private final Mending mending;
  private StoredCalibration calibration;

  private Pipeline(
      Model plain,
      Model prepared,
      Model measuring,
      Set<String> equalized,
      StoredCalibration calibration,
      Settings settings,
      QuantizationOptions options) {
    this.plain = plain;
    this.prepared = prepared;
    this.measuring = measuring;
    this.equalized = equalized;
    this.calibration = calibration;
    this.settings = settings;
    this.options = options;
    this.refinements = new Refinements(settings, prepared, options);
    this.mending = new Mending(settings.biases(), prepared, options);
  }

  /** Prepares, equalizes and smooths a model. */
  static Pipeline of(
      Model model, StoredCalibration stored, Settings settings, QuantizationOptions options) {
    Model prepared = Preparation.forFixedLines(model);
    Exclusions.check(options.excluded(), model, prepared);
    Model changed = prepared;
    Model measuring = prepared;
    Set<String> touched = Set.of();
    boolean hasSamples = !stored.keptSamples().isEmpty();
    if (settings.equalizes() && hasSamples) {
      Equalization equalization = equalize(prepared, stored, settings, options);
      changed = equalization.model();
      measuring = equalization.measuring();
      touched = equalization.values();
    }
    if (settings.smooths() && hasSamples) {
      Smoothing smoothing = smooth(changed, measuring, stored, settings, options);
      changed = smoothing.model();
      measuring = smoothing.measuring();
    }
    Pipeline pipeline =
        new Pipeline(prepared, changed, measuring, touched, stored, settings, options);
    Set<String> anew = new LinkedHashSet<>(pipeline.plan(excluded(options)).measured());
    anew.retainAll(touched);
    pipeline.measure(anew);
    return pipeline;
  }

  /** The nodes that the user wants left as they are, by label, each with the reason. */
  static Map<String, String> excluded(QuantizationOptions options) {
    Map<String, String> kept = new TreeMap<>();
    options.excluded().forEach(label -> kept.put(label, "it was excluded"));
    return kept;
  }

  /** The model that is quantized. */
  Model prepared() {
    return prepared;
  }

  /** The model that is quantized, before factors moved between its layers. */
  Model plain() {
    return plain;
  }

  /** The same model with no factors moved between its layers. */
  Pipeline withoutFactors() {
    return new Pipeline(plain, plain, plain, Set.of(), calibration, settings, options);
  }

  /** The dimension of a value along which factors moved, or {@link Counterpart#NONE}. */
  int axis(String value) {
    boolean unchanged = plain.graph().producer(value) != null;
    return unchanged ? Counterpart.NONE : equalized.contains(value) ? 1 : -1;
  }

  /** What the user should know, in sentences. */
  List<String> warnings() {
    return warnings;
  }

  /** What was found out of its biases, in sentences. */
  List<String> findings() {
    return mending.findings();
  }

  /** What was measured of it so far. */
  StoredCalibration calibration() {
    return calibration;
  }

  /**
   * Quantizes all nodes that can be, but some.
   *
   * @param kept why nodes stay float, by their labels
   */
  Quantized quantize(Map<String, String> kept) {
    Plan plan = plan(kept);
    Lines lines = lines(plan);
    refinements.measure(plan, calibration.keptSamples());
    Map<Node, double[]> shifts = Map.of();
    if (settings.biases() != Settings.BiasKind.PLAIN) {
      Parameters plain = new Parameters(plan.graph(), lines, settings, refinements, Map.of());
      shifts =
          new BiasCorrection(prepared, plan, plain, options.accelerator())
              .shifts(calibration.keptSamples(), options.progress());
    }
    Parameters parameters = new Parameters(plan.graph(), lines, settings, refinements, shifts);
    Model written = prepared.withGraph(Writer.write(plan, lines, parameters));
    Quantized quantized = new Quantized(written, plan, lines, parameters);
    return mending.mend(quantized, shifts, calibration.keptSamples());
  }

  /**
   * The same without what costs time and changes only numbers, every weight at its nearest code.
   */
  Quantized draft(Map<String, String> kept) {
    Plan plan = plan(kept);
    Lines lines = lines(plan);
    Settings drafted = settings.drafted();
    Refinements none = new Refinements(drafted, prepared, options);
    Parameters parameters = new Parameters(plan.graph(), lines, drafted, none, Map.of());
    Model written = prepared.withGraph(Writer.write(plan, lines, parameters));
    return new Quantized(written, plan, lines, parameters);
  }

  private Lines lines(Plan plan) {
    Plan whole = plan(Map.of());
    Set<String> unknown = new LinkedHashSet<>(plan.measured());
    unknown.removeIf(
        value -> calibration.value(value) != null || calibration.value(whole.root(value)) != null);
    measure(unknown);
    return new Lines(plan, whole, calibration, settings);
  }

  /** The plan that keeps some nodes float. */
  Plan plan(Map<String, String> kept) {
    return Planner.plan(prepared.graph(), kept, settings.target());
  }

  /** Measures values on the samples that were kept, where there are any. */
  private void measure(Set<String> values) {
    if (values.isEmpty() || calibration.keptSamples().isEmpty()) {
      return;
    }
    Collector collector = new Collector(measuring, values, options.accelerator());
    collector.collect(calibration.keptSamples(), options.progress());
    Map<String, Histogram> measured = new LinkedHashMap<>(collector.histograms());
    calibration = calibration.with(measured);
  }

  private static Equalization equalize(
      Model prepared, StoredCalibration stored, Settings settings, QuantizationOptions options) {
    Set<Node> layers = layers(prepared, settings, options);
    layers.removeIf(node -> node.is("MatMul"));
    return Equalization.of(
        prepared,
        layers,
        options.excluded(),
        stored.keptSamples(),
        options.accelerator(),
        options.progress());
  }

  private static Smoothing smooth(
      Model model,
      Model measuring,
      StoredCalibration stored,
      Settings settings,
      QuantizationOptions options) {
    return Smoothing.of(
        model,
        measuring,
        layers(model, settings, options),
        options.excluded(),
        stored.keptSamples(),
        options.accelerator(),
        options.progress());
  }

  /** The sums of products that compute on codes if only what the user excludes stays float. */
  private static Set<Node> layers(Model model, Settings settings, QuantizationOptions options) {
    Set<Node> layers = new LinkedHashSet<>();
    Planner.plan(model.graph(), excluded(options), settings.target())
        .forms()
        .forEach(
            (node, form) -> {
              if (form instanceof Form.Weighted) {
                layers.add(node);
              }
            });
    return layers;
  }
}
