package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.sensitivity.OutputError;
import dev.brisk.quantization.sensitivity.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Mends the biases of quantized models by {@link Reconstruction}, where that was asked for, or
 * where it brings outputs that are far off nearer to the float model's on samples that it was not
 * learned from.
 *
 * <p>To tell, it is learned from every second sample and judged on the others; once for all forms
 * of a model. What is returned is learned from all of them.
 */
final class Mending {
  /** The share of the noise that is left must be below this for biases to be mended. */
  private static final double WORTH = 0.8;

  private static final int LEAST_SAMPLES = 8;
  private static final int MOST_JUDGES = 16;

  /** The multiply-adds of the samples that are learned from, at most. */
  private static final double AFFORDABLE_MACS = 2e10;

  /** Outputs with less noise than this, 20 dB, are left as they are. */
  private static final double LITTLE = 0.01;

  private final Settings.BiasKind kind;
  private final Model prepared;
  private final QuantizationOptions options;
  private final List<String> findings = new ArrayList<>();
  private boolean isDecided;
  private boolean mends;

  Mending(Settings.BiasKind kind, Model prepared, QuantizationOptions options) {
    this.kind = kind;
    this.prepared = prepared;
    this.options = options;
    this.isDecided = kind != Settings.BiasKind.AUTO;
    this.mends = kind == Settings.BiasKind.RECONSTRUCTED;
  }

  /** What was found out, in sentences. */
  List<String> findings() {
    return List.copyOf(findings);
  }

  /**
   * A quantized form, mended if that helps.
   *
   * @param shifts what was taken from biases so far
   */
  Quantized mend(
      Quantized quantized, Map<Node, double[]> shifts, Collection<Map<String, Tensor>> kept) {
    if (kind == Settings.BiasKind.RECONSTRUCTED) {
      return mended(quantized, shifts, kept);
    }
    List<Map<String, Tensor>> samples = isDecided && !mends ? List.of() : affordable(kept);
    if (!isDecided && samples.size() >= LEAST_SAMPLES && !shifts.isEmpty()) {
      decide(quantized, shifts, samples);
    }
    return mends ? mended(quantized, shifts, samples) : quantized;
  }

  private List<Map<String, Tensor>> affordable(Collection<Map<String, Tensor>> kept) {
    double each =
        Costs.macs(prepared, Map.of()).values().stream().mapToDouble(Long::doubleValue).sum();
    return kept.stream().limit((long) (AFFORDABLE_MACS / Math.max(1, each))).toList();
  }

  private void decide(
      Quantized quantized, Map<Node, double[]> shifts, List<Map<String, Tensor>> samples) {
    List<Map<String, Tensor>> learned = new ArrayList<>();
    List<Map<String, Tensor>> judges = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      (i % 2 == 0 ? learned : judges).add(samples.get(i));
    }
    judges = judges.subList(0, Math.min(MOST_JUDGES, judges.size()));
    Reference reference = new Reference(prepared, judges, options.accelerator());
    double before = reference.errorOf(quantized.model()).noise();
    isDecided = true;
    if (before < LITTLE) {
      return;
    }
    double after = reference.errorOf(mended(quantized, shifts, learned).model()).noise();
    mends = after < WORTH * before;
    findings.add(
        String.format(
            Locale.ROOT,
            "Biases were %s: on %d samples that were kept for this, the outputs were at %.1f dB of"
                + " signal over noise with reconstructed ones, at %.1f dB with corrected ones",
            mends ? "reconstructed" : "corrected",
            judges.size(),
            OutputError.decibels(after),
            OutputError.decibels(before)));
  }

  private Quantized mended(
      Quantized quantized, Map<Node, double[]> shifts, Collection<Map<String, Tensor>> samples) {
    Map<Node, double[]> all =
        new Reconstruction(prepared, quantized, options).shifts(shifts, samples);
    Parameters mended = quantized.parameters().with(all);
    Model written = prepared.withGraph(Writer.write(quantized.plan(), quantized.lines(), mended));
    return new Quantized(written, quantized.plan(), quantized.lines(), mended);
  }
}
