package dev.brisk.quantization.int8;

import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Sensitivity;
import dev.brisk.Sensitivity.Part;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.sensitivity.Disturbance;
import dev.brisk.quantization.sensitivity.Effect;
import dev.brisk.quantization.sensitivity.Effects;
import dev.brisk.quantization.sensitivity.OutputError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Measures what quantizing nodes and blocks of a model alone does to its outputs. */
final class Sensitivities {
  /** On how many of the samples that were kept, where they are few multiply-adds. */
  private static final int MOST_SAMPLES = 8;

  private static final int FEWEST_SAMPLES = 4;

  /** The multiply-adds that the measurement of effects may take. */
  private static final double AFFORDABLE_MACS = 3e11;

  private final Pipeline pipeline;
  private final QuantizationOptions options;
  private final Map<Node, Long> costs;

  Sensitivities(Pipeline pipeline, QuantizationOptions options) {
    this.pipeline = pipeline;
    this.options = options;
    this.costs = Costs.macs(pipeline.prepared(), Map.of());
  }

  /** The sensitivities of the model with all that can be quantized, but what the user excludes. */
  Sensitivity measure() {
    Collection<Map<String, Tensor>> kept = pipeline.calibration().keptSamples();
    if (kept.isEmpty()) {
      throw new InvalidInputException(
          "Sensitivities are measured on samples, of which the calibration kept none");
    }
    Quantized quantized = pipeline.quantize(Pipeline.excluded(options));
    Disturbances disturbances = Disturbances.of(pipeline.prepared(), quantized);
    List<Disturbance> all = new ArrayList<>(disturbances.nodes().keySet());
    all.addAll(disturbances.blocks().keySet());
    List<Map<String, Tensor>> samples = kept.stream().limit(MOST_SAMPLES).toList();
    samples = samples.subList(0, affordable(all.size(), samples.size()));
    Map<Disturbance, Effect> effects = effects(disturbances.model(), all, samples);
    return new Sensitivity(
        Int8Quantizer.NAME,
        samples.size(),
        parts(disturbances.nodes(), effects),
        parts(disturbances.blocks(), effects));
  }

  /** What each node of a quantized form alone does, on as many of the samples as are affordable. */
  Map<Disturbance, Effect> ofNodes(Quantized quantized, List<Map<String, Tensor>> samples) {
    Disturbances disturbances = Disturbances.of(pipeline.prepared(), quantized);
    Collection<Disturbance> all = disturbances.nodes().keySet();
    return effects(
        disturbances.model(), all, samples.subList(0, affordable(all.size(), samples.size())));
  }

  private Map<Disturbance, Effect> effects(
      Model model, Collection<Disturbance> disturbances, List<Map<String, Tensor>> samples) {
    return Effects.of(model, disturbances, samples, options.accelerator(), options.progress());
  }

  /** On how many of the samples as many effects can be measured in bearable time. */
  private int affordable(int effects, int samples) {
    double all = costs.values().stream().mapToLong(Long::longValue).sum();
    double each = Math.max(1, all / 2 * effects);
    long wanted = Math.max(FEWEST_SAMPLES, (long) (AFFORDABLE_MACS / each));
    return (int) Math.min(samples, wanted);
  }

  private List<Part> parts(
      Map<Disturbance, List<Node>> disturbances, Map<Disturbance, Effect> effects) {
    List<Part> parts = new ArrayList<>();
    disturbances.forEach(
        (disturbance, nodes) -> {
          Effect effect = effects.get(disturbance);
          if (effect != null) {
            parts.add(part(disturbance.name(), nodes, effect.output()));
          }
        });
    return parts;
  }

  private Part part(String name, List<Node> nodes, OutputError error) {
    return new Part(
        name,
        nodes.stream().map(Node::label).toList(),
        nodes.stream().mapToLong(node -> costs.getOrDefault(node, 0L)).sum(),
        OutputError.decibels(error.noise()),
        error.worst(),
        error.divergence());
  }
}
