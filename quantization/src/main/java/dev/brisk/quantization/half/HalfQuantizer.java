package dev.brisk.quantization.half;

import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.graph.Graph;
import dev.brisk.pass.Passes;
import dev.brisk.quantization.calibration.SamplelessQuantizer;
import dev.brisk.quantization.prepare.Exclusions;
import java.util.List;
import java.util.Set;

/**
 * Conversion to a 16-bit float: weights take half the bytes, and nodes compute in 16 bits where the
 * device can. Inputs and outputs stay float32. What 16 bits are not for stays float32 between
 * casts, weights that do not fit included: no number is clamped.
 */
final class HalfQuantizer extends SamplelessQuantizer {
  private final HalfFormat format;

  HalfQuantizer(HalfFormat format) {
    super(format.quantizer());
    this.format = format;
  }

  @Override
  protected Quantization quantize(Model model, QuantizationOptions options) {
    Model tidy = Passes.apply(Passes.CLEANUP, model);
    Exclusions.check(options.excluded(), model, tidy);
    HalfTensors tensors = new HalfTensors(format);
    Region region = Region.of(tidy);
    new Planner(format, tidy.opset(""), tensors, options.excluded()).plan(region);
    Graph written = HalfWriter.write(region, format, tensors, Set.of());
    Model converted = tidy.withGraph(written);
    return new Quantization(
        converted, HalfReport.of(format, model, tidy, converted, region, List.of()));
  }
}
