package dev.brisk.quantization.int8;

import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.quantization.sensitivity.Effect;
import dev.brisk.quantization.sensitivity.OutputError;
import dev.brisk.quantization.sensitivity.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a few nodes float where the outputs would else be too far from the float model's.
 *
 * <p>How far is told by samples, not by labels. Only if the whole quantized model is too far, each
 * node's effect is measured; nodes are chosen by what they save for what they cost, the chosen form
 * is measured, and what its measurement says of the predictions is taken into account for more. In
 * the end it is tried to give nodes back, those that saved least for their cost first.
 *
 * <p>There is nothing between int8 and float: ONNX Runtime's kernels for processors know codes of
 * 16 bits nowhere that they would be faster than floats, nor 16-bit floats.
 */
final class MixedPrecision {
  /** Quantized models are measured at most so often while nodes are chosen. */
  private static final int MOST_TRIES = 5;

  /** At most so many nodes are tried to be given back. */
  private static final int MOST_RETURNS = 3;

  private final Pipeline pipeline;
  private final QuantizationOptions options;
  private final Bound bound;
  private final List<Map<String, Tensor>> samples;
  private final Reference reference;
  private Quantized best;
  private double noise;

  private MixedPrecision(
      Pipeline pipeline, QuantizationOptions options, Bound bound, Quantized whole) {
    this.pipeline = pipeline;
    this.options = options;
    this.bound = bound;
    this.samples = pipeline.calibration().keptSamples().stream().limit(bound.samples()).toList();
    this.reference = new Reference(pipeline.prepared(), samples, options.accelerator());
    this.best = whole;
    this.noise = samples.isEmpty() ? 0 : reference.errorOf(whole.model()).noise();
  }

  /**
   * Quantizes a model, all of it or, where that is too far from the float model, less.
   *
   * @param kept why nodes stay float anyway, by label
   * @param costs what nodes cost, null where that was not measured
   */
  static Quantized quantize(
      Pipeline pipeline,
      Map<String, String> kept,
      @Nullable KernelCosts costs,
      Bound bound,
      QuantizationOptions options) {
    Quantized whole = pipeline.quantize(kept);
    if (bound.isNone() || pipeline.calibration().keptSamples().isEmpty()) {
      return whole;
    }
    MixedPrecision mixed = new MixedPrecision(pipeline, options, bound, whole);
    if (mixed.noise > bound.noise()) {
      mixed.choose(kept, costs);
      mixed.warn();
    }
    return mixed.best;
  }

  private void choose(Map<String, String> kept, @Nullable KernelCosts costs) {
    Prediction prediction = prediction(costs);
    Selection selection = new Selection(pipeline::plan, kept, prediction, bound);
    double factor = noise / prediction.noise(selection.plan());
    for (int i = 0; i < MOST_TRIES && noise > bound.noise(); i++) {
      int before = selection.size();
      do {
        if (!selection.add(reason())) {
          break;
        }
      } while (prediction.noise(selection.plan()) * factor > bound.noise());
      if (selection.size() == before) {
        return;
      }
      best = pipeline.quantize(selection.kept());
      noise = noiseOf(best);
      factor = noise / prediction.noise(selection.plan());
    }
    giveBack(selection, prediction, factor);
  }

  private Prediction prediction(@Nullable KernelCosts costs) {
    Map<String, Effect> effects = new HashMap<>();
    new Sensitivities(pipeline, options)
        .ofNodes(best, samples)
        .forEach((disturbance, effect) -> effects.put(disturbance.name(), effect));
    return new Prediction(pipeline.prepared(), best.plan(), effects, costs);
  }

  private void warn() {
    if (noise > bound.noise()) {
      pipeline
          .warnings()
          .add(
              String.format(
                  Locale.ROOT,
                  "The outputs are at %.1f dB of signal over noise; more float nodes would bring"
                      + " %.1f dB, but are not worth it; min-sqnr=%.1f asks for it anyway",
                  OutputError.decibels(noise),
                  OutputError.decibels(bound.noise()),
                  OutputError.decibels(bound.noise())));
    }
  }

  private void giveBack(Selection selection, Prediction prediction, double factor) {
    Map<String, String> kept = selection.kept();
    List<String> last = new ArrayList<>(selection.chosen());
    Collections.reverse(last);
    int tries = 0;
    for (String label : last) {
      Map<String, String> fewer = new LinkedHashMap<>(kept);
      fewer.remove(label);
      double expected = prediction.noise(pipeline.plan(fewer)) * factor;
      if (expected <= bound.noise() && tries < MOST_RETURNS) {
        tries++;
        Quantized smaller = pipeline.quantize(fewer);
        double its = noiseOf(smaller);
        if (its <= bound.noise()) {
          best = smaller;
          noise = its;
          kept = fewer;
        }
      }
    }
  }

  private double noiseOf(Quantized quantized) {
    options.progress().update("choose precisions", 0, 0);
    return reference.errorOf(quantized.model()).noise();
  }

  private String reason() {
    return String.format(
        Locale.ROOT,
        "in int8 it is among those that bring the outputs below %.1f dB",
        OutputError.decibels(bound.noise()));
  }
}
