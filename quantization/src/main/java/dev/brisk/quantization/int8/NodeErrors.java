package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.quantization.error.Counterpart;
import dev.brisk.quantization.error.ValueErrors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Measures how far each node of a quantized model is from the float model's, and how far it would
 * be if every weight had its nearest code, no bias were corrected and no factors moved.
 */
final class NodeErrors {
  private final Pipeline pipeline;
  private final Quantized quantized;
  private final Map<String, Node> exact = new HashMap<>();
  private final Map<Node, Long> costs;

  private NodeErrors(Pipeline pipeline, Quantized quantized) {
    this.pipeline = pipeline;
    this.quantized = quantized;
    this.costs = Costs.macs(pipeline.prepared(), Map.of());
    pipeline.plain().graph().nodes().forEach(node -> exact.putIfAbsent(node.label(), node));
  }

  /**
   * The errors by the labels of nodes. Where the accelerator cannot run one of the models, there
   * are none, and the pipeline has a warning.
   */
  static Map<String, NodeError> measure(
      Pipeline pipeline, Quantized quantized, QuantizationOptions options) {
    return pipeline.calibration().keptSamples().isEmpty()
        ? Map.of()
        : new NodeErrors(pipeline, quantized).measure(options);
  }

  private Map<String, NodeError> measure(QuantizationOptions options) {
    Map<String, String> before = new LinkedHashMap<>();
    Map<String, String> after = new LinkedHashMap<>();
    Map<String, String> values = values();
    values.forEach((label, value) -> after.put(exact(value), value));
    after.keySet().forEach(value -> before.put(value, value));
    List<Map<String, Double>> found =
        ValueErrors.measure(
            pipeline.plain(),
            List.of(form(nearest(), before), form(quantized.model(), after)),
            pipeline.calibration().keptSamples(),
            options,
            pipeline.warnings());
    Map<String, NodeError> errors = new HashMap<>();
    values.forEach(
        (label, value) -> {
          Double first = found.get(0).get(exact(value));
          Double second = found.get(1).get(exact(value));
          if (first != null && second != null) {
            errors.put(label, new NodeError(NodeError.Subject.RESULT, first, second));
          }
        });
    return errors;
  }

  /** The model with the same nodes on codes, and nothing done against errors. */
  private Model nearest() {
    Map<String, String> kept = new HashMap<>();
    quantized.plan().kept().forEach((node, reason) -> kept.put(node.label(), reason));
    return pipeline.withoutFactors().draft(kept).model();
  }

  /** The values to compare, by the labels of the nodes whose results they are. */
  private Map<String, String> values() {
    Plan plan = quantized.plan();
    Map<String, String> values = new LinkedHashMap<>();
    for (Node node : plan.graph().nodes()) {
      Form form = plan.forms().get(node);
      boolean computes =
          form == null
              ? costs.getOrDefault(node, 0L) > 0 || plan.graph().isOutput(node.output(0))
              : !(form instanceof Form.Moved || form instanceof Form.Clamped);
      if (computes && producer(plan.result(node)) != null) {
        values.put(node.label(), plan.result(node));
      }
    }
    return values;
  }

  /** What a value of the prepared model is called where no factors moved. */
  private String exact(String value) {
    return Objects.requireNonNull(producer(value), value).output(0);
  }

  /** The node that makes a value where no factors moved. */
  private @Nullable Node producer(String value) {
    Node producer = quantized.plan().graph().producer(value);
    return producer == null ? null : exact.get(producer.label());
  }

  /**
   * A form of the model.
   *
   * @param names the values' names in it by those in the model
   */
  private ValueErrors.Form form(Model model, Map<String, String> names) {
    Graph graph = model.graph();
    GraphBuilder builder = graph.toBuilder();
    Map<String, Counterpart> counterparts = new HashMap<>();
    names.forEach(
        (exactly, name) ->
            counterparts.put(
                exactly,
                new Counterpart(Writer.decode(name, graph, builder), pipeline.axis(name))));
    return new ValueErrors.Form(model.withGraph(builder.build()), counterparts);
  }
}
