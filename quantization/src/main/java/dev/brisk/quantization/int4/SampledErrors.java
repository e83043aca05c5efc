package dev.brisk.quantization.int4;

import dev.brisk.Model;
import dev.brisk.QuantizationReport.NodeError;
import dev.brisk.graph.Node;
import dev.brisk.quantization.error.Counterpart;
import dev.brisk.quantization.error.ValueErrors;
import dev.brisk.quantization.int4.block.BlockFits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far the results of products are from the float model's on samples: what matters where codes
 * are chosen by the inputs that they meet, since then the weights themselves are further off.
 */
final class SampledErrors {
  private SampledErrors() {}

  /**
   * The errors of the nodes of the outermost graph whose weights are codes.
   *
   * @param warnings told where the accelerator cannot run the models; then there are no errors
   */
  static Map<Node, NodeError> measure(
      Coding.Work work, Settings settings, Model quantized, List<String> warnings) {
    Model exact = work.model();
    Map<String, Counterpart> values = new HashMap<>();
    Map<Node, String> results = new HashMap<>();
    for (Verdict.Coded coded : work.plan().coded()) {
      String result = coded.node().output(0);
      if (exact.graph().producer(result) == coded.node()) {
        values.put(result, new Counterpart(result, Counterpart.NONE));
        results.put(coded.node(), result);
      }
    }
    List<Map<String, Double>> found =
        ValueErrors.measure(
            exact,
            List.of(
                new ValueErrors.Form(nearest(work, settings), values),
                new ValueErrors.Form(quantized, values)),
            work.samples(),
            work.options(),
            warnings);
    Map<Node, NodeError> errors = new HashMap<>();
    results.forEach(
        (node, result) -> {
          Double before = found.get(0).get(result);
          Double after = found.get(1).get(result);
          if (before != null && after != null) {
            errors.put(node, new NodeError(NodeError.Subject.RESULT, before, after));
          }
        });
    return errors;
  }

  private static Model nearest(Coding.Work work, Settings settings) {
    Model exact = work.model();
    Set<String> excluded = work.options().excluded();
    Plan plan = Plan.of(exact, excluded, settings);
    Writer writer = new Writer(plan, settings.form(), exact.graph());
    new PlainCoding(BlockFits.nearest())
        .code(new Coding.Work(exact, plan, writer, work.grid(), work.samples(), work.options()));
    return exact.withGraph(writer.write(exact.graph()));
  }
}
