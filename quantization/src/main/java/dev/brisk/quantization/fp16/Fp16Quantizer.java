package dev.brisk.quantization.fp16;

import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.pass.Passes;
import dev.brisk.quantization.calibration.SamplelessQuantizer;
import dev.brisk.quantization.finish.Sizes;
import dev.brisk.quantization.prepare.Exclusions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Conversion to float16: weights take half the bytes, and nodes compute in float16 where the device
 * can. Inputs and outputs stay float32. Operators that float16 is not for stay float32 between
 * casts. Weights that float16 cannot hold are clamped, and the report counts them. Needs no
 * samples; whether activations fit float16 is not looked at.
 */
public final class Fp16Quantizer extends SamplelessQuantizer {
  static final String NAME = "fp16";

  private static final String PRECISION = "float16";

  /** The quantizer; it has no state. */
  public Fp16Quantizer() {
    super(NAME);
  }

  @Override
  protected Quantization quantize(Model model, QuantizationOptions options) {
    Model tidy = Passes.apply(Passes.CLEANUP, model);
    Exclusions.check(options.excluded(), model, tidy);
    Fp16Writer writer = new Fp16Writer(tidy, options.excluded());
    Model converted = tidy.withGraph(writer.write());
    return new Quantization(converted, report(model, tidy, converted, writer));
  }

  private static QuantizationReport report(
      Model before, Model tidy, Model after, Fp16Writer writer) {
    Map<Node, Long> costs = Costs.macs(tidy, Map.of());
    List<NodeReport> nodes = new ArrayList<>();
    long all = 0;
    long halved = 0;
    for (Map.Entry<Node, Optional<String>> entry : writer.kept().entrySet()) {
      Node node = entry.getKey();
      long macs = costs.getOrDefault(node, 0L);
      Optional<String> reason = entry.getValue();
      String precision = reason.isPresent() ? "float32" : PRECISION;
      nodes.add(new NodeReport(node.label(), node.operator(), precision, macs, reason));
      all += macs;
      halved += reason.isPresent() ? 0 : macs;
    }
    return new QuantizationReport(
        NAME,
        nodes,
        all == 0 ? 0 : (double) halved / all,
        Sizes.bytes(before),
        Sizes.bytes(after),
        writer.warnings());
  }
}
