package dev.brisk.quantization.half;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.error.Counterpart;
import dev.brisk.quantization.error.ValueErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the results of products and of the last nodes of the main graph are from the float
 * model's on samples. Nothing is done against the errors of rounding to 16 bits, so they are the
 * same before and after.
 */
final class HalfErrors {
  private HalfErrors() {}

  /** The errors; none where the accelerator cannot run the converted model. */
  static Map<Node, NodeError> measure(
      HalfFormat format,
      HalfTensors tensors,
      Model tidy,
      Region region,
      Collection<Map<String, Tensor>> samples,
      QuantizationOptions options) {
    Map<Node, Long> costs = Costs.macs(tidy, Map.of());
    Map<Node, String> results = new LinkedHashMap<>();
    Map<String, Counterpart> values = new HashMap<>();
    for (Node node : tidy.graph().nodes()) {
      String result = node.output(0);
      boolean counts = costs.getOrDefault(node, 0L) > 0 || tidy.graph().isOutput(result);
      if (counts && region.isFloat(result)) {
        results.put(node, result);
        values.put(result, new Counterpart(result, Counterpart.NONE));
      }
    }
    Set<String> revealed = Set.copyOf(results.values());
    Model converted = tidy.withGraph(HalfWriter.write(region, format, tensors, Set.of(), revealed));
    Map<String, Double> found =
        ValueErrors.measure(
                tidy,
                List.of(new ValueErrors.Form(converted, values)),
                samples,
                options,
                new ArrayList<>())
            .get(0);
    Map<Node, NodeError> errors = new HashMap<>();
    results.forEach(
        (node, result) -> {
          Double decibels = found.get(result);
          if (decibels != null) {
            errors.put(node, new NodeError(NodeError.Subject.RESULT, decibels, decibels));
          }
        });
    return errors;
  }
}
