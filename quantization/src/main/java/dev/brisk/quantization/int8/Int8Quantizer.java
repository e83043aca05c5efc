package dev.brisk.quantization.int8;

import dev.brisk.Calibration;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.Quantizer;
import dev.brisk.Recipe;
import dev.brisk.Sensitivity;
import dev.brisk.Tensor;
import dev.brisk.Tracing;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.quantization.calibration.Cache;
import dev.brisk.quantization.calibration.Collector;
import dev.brisk.quantization.calibration.StoredCalibration;
import dev.brisk.quantization.prepare.Exclusions;
import dev.brisk.quantization.prepare.Preparation;
import dev.brisk.spi.Activity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Static quantization to 8 bits: 8-bit activations with ranges from calibration, int8 weights with
 * a scale for each output channel, int32 biases on exactly the product of both scales, written as
 * pairs of QuantizeLinear and DequantizeLinear that ONNX Runtime fuses.
 *
 * <p>Settings:
 *
 * <ul>
 *   <li>{@code target}: what the model is to run on, which gives the defaults of the others: {@code
 *       generic} (the default) with uint8 activations, {@code vnni} with weights of full 8 bits,
 *       {@code arm} with int8 activations and weights of full 8 bits, or {@code tensorrt} with
 *       symmetric int8 activations, at the inputs of sums of products only, and float biases
 *   <li>{@code ranges}: how the ranges of activations are chosen: {@code min-max}, {@code
 *       moving-average}, {@code percentile}, {@code entropy}, {@code mse} (the default), or {@code
 *       auto}: for each value that of these whose codes have the least mean squared error
 *   <li>{@code weights}: {@code safe} (the default), {@code full} or {@code seven-bits}
 *   <li>{@code biases}: {@code corrected} for what the rounding of weights shifts the means of
 *       channels by, {@code reconstructed} for all that shifts them, layer after layer, {@code
 *       auto} (the default) for that too where it brings outputs that are far off nearer on samples
 *       that it was not learned from, or {@code plain}
 *   <li>{@code channels}: {@code equalized} (the default) between layers, so that one scale serves
 *       all channels of a value, or {@code plain}
 *   <li>{@code smoothing}: {@code auto} (the default) evens out the channels of what matrix
 *       products read, where that brings their results nearer, or {@code off}
 *   <li>{@code rounding}: {@code learned} (the default) from what the errors of weights do together
 *       on the samples, or {@code nearest}
 *   <li>{@code weight-ranges}: {@code full} (the default), which hold all weights, or {@code
 *       searched}, which cut off the largest where that lessens the error
 *   <li>{@code speed}: {@code any} (the default), or {@code measured} on the accelerator, so that
 *       what is returned is not slower than the float model: nodes that cost more in int8 than they
 *       save stay float, and where nothing pays the float model itself is returned, also where the
 *       nodes that {@code min-sqnr} keeps float besides make it slower. What is measured differs
 *       from run to run; the report gives the value that repeats a decision: {@code
 *       float32:NODE,NODE} or {@code float32} for the whole model
 *   <li>{@code decisions}: a folder that remembers what was decided by measuring, so that the same
 *       model with the same options gives the same bytes again; by default the cache, if there is
 *       one, else nothing is remembered
 *   <li>{@code min-sqnr}: the least ratio, in decibels, of the outputs' energy to that of their
 *       differences from the float model's, on a few of the samples. If the quantized model is
 *       below, nodes stay float until it is not: few, and such as cost little. With {@code auto}
 *       the ratio is 15, but only nodes stay float that take away four times as large a share of
 *       the noise as they have of the cost, and no more than a tenth of the multiply-adds. With
 *       {@code none} (the default) nothing is measured
 *   <li>{@code errors}: {@code measured} (the default) on at most eight samples, so that the report
 *       has the error of each node with and without what was done against errors, or {@code none}
 * </ul>
 *
 * <p>Processors without VNNI or its like add the products of each two neighbouring weights in 16
 * bits, which saturate, so that a model with weights of full 8 bits gives other, worse results on
 * them. With {@code safe}, the scale of an output channel is raised just so far that no two such
 * weights can saturate, whatever the activations: results are then the same on all processors, for
 * a fraction of a bit where seven bits would cost a whole one. Nothing hangs on the machine that
 * quantizes. With {@code full}, models for machines that are known to have VNNI keep all 8 bits.
 */
public final class Int8Quantizer implements Quantizer {
  static final String NAME = "int8";

  /** The quantizer; it has no state. */
  public Int8Quantizer() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean needsCalibration() {
    return true;
  }

  /** All in int8, only what is not slower so, and what keeps the outputs near enough. */
  @Override
  public List<Recipe> recipes() {
    List<Recipe> recipes = new ArrayList<>();
    recipes.add(Recipe.of(NAME, Map.of(Settings.ERRORS, "none")));
    recipes.add(
        Recipe.of("int8-where-faster", Map.of(Settings.ERRORS, "none", Speed.SETTING, "measured")));
    for (int decibels : List.of(15, 20, 25, 30, 35, 40)) {
      recipes.add(
          new Recipe(
              "int8-" + decibels + "dB",
              Map.of(Settings.ERRORS, "none", Settings.MIN_SQNR, Integer.toString(decibels)),
              OptionalDouble.of(decibels)));
    }
    return recipes;
  }

  @Override
  public Calibration calibrate(
      Model model, Iterable<Map<String, Tensor>> samples, QuantizationOptions options) {
    Target target = Settings.of(options).target();
    Model prepared = Preparation.forFixedLines(model);
    Exclusions.check(options.excluded(), model, prepared);
    Graph graph = prepared.graph();
    Set<String> values = new LinkedHashSet<>(Planner.plan(graph, Map.of(), target).measured());
    values.addAll(Planner.plan(graph, Pipeline.excluded(options), target).measured());
    Cache cache = Cache.of(options, NAME, prepared, values);
    Collector collector = new Collector(prepared, values, options.accelerator(), cache);
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
    StoredCalibration stored = StoredCalibration.require(calibration, NAME, model);
    Pipeline pipeline =
        Tracing.during(step(model, "prepare"), () -> Pipeline.of(model, stored, settings, options));
    Map<String, String> kept = Pipeline.excluded(options);
    SpeedGuard.Decision decision =
        Tracing.during(
            step(model, "choose by speed"),
            () -> SpeedGuard.decide(settings, model, pipeline, kept, options));
    if (decision.slower() != null) {
      return new Quantization(model, Report.ofFloats(model, pipeline, decision));
    }
    Quantized quantized =
        Tracing.during(
            step(model, "quantize"),
            () ->
                MixedPrecision.quantize(
                    pipeline, decision.kept(), decision.costs(), settings.bound(), options));
    SpeedGuard.Decision last =
        SpeedGuard.confirmed(settings, model, pipeline, decision, quantized, options);
    if (last.slower() != null) {
      return new Quantization(model, Report.ofFloats(model, pipeline, last));
    }
    Map<String, NodeError> errors =
        settings.measuresErrors()
            ? Tracing.during(
                step(model, "measure errors"),
                () -> NodeErrors.measure(pipeline, quantized, options))
            : Map.of();
    QuantizationReport report = Report.of(model, pipeline, quantized, errors);
    List<String> more = labels(pipeline.plan(decision.kept()));
    more.removeAll(labels(quantized.plan()));
    QuantizationReport told = last.tell(report, kept.keySet(), more);
    List<String> findings = new ArrayList<>(told.findings());
    findings.addAll(pipeline.findings());
    return new Quantization(quantized.model(), told.with(findings, told.decisions()));
  }

  private static List<String> labels(Plan plan) {
    return new ArrayList<>(plan.forms().keySet().stream().map(Node::label).toList());
  }

  @Override
  public Sensitivity sensitivity(
      Model model, Calibration calibration, QuantizationOptions options) {
    StoredCalibration stored = StoredCalibration.require(calibration, NAME, model);
    Pipeline pipeline = Pipeline.of(model, stored, Settings.of(options), options);
    return new Sensitivities(pipeline, options).measure();
  }

  private static Activity step(Model model, String step) {
    return Activity.of(Activity.Kind.QUANTIZE_STEP, model.graph().name(), NAME + " " + step);
  }
}
