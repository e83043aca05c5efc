package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.brisk.Calibration;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VariantTest {
  @Test
  void text_isANameAndSettings() {
    assertThat(Variant.parse("all")).isEqualTo(new Variant("all", Map.of()));
    assertThat(Variant.parse("both off:a=1,b=x:y"))
        .isEqualTo(new Variant("both off", Map.of("a", "1", "b", "x:y")));
  }

  @Test
  void ablation_beginsWithAllAndEndsWithNone() {
    List<Variant> variants = Variant.ablation();
    assertThat(variants.get(0).settings()).isEmpty();
    int techniques = variants.get(variants.size() - 1).settings().size();
    assertThat(variants).hasSize(2 * techniques + 2);
    assertThat(variants).extracting(Variant::name).doesNotHaveDuplicates();
  }

  @Test
  void quantizer_knowsAllSettings() throws IOException {
    Model model = Model.load(Workload.TINY.file(Precision.FP32));
    Quantizer quantizer = Quantizers.named("int8");
    Map<String, Tensor> sample = Workload.TINY.samples().of(model.inputs(), 0, 1);
    Calibration calibration =
        quantizer.calibrate(model, List.of(sample), QuantizationOptions.defaults());
    for (Variant variant : Variant.ablation()) {
      QuantizationOptions options = QuantizationOptions.defaults();
      for (Map.Entry<String, String> setting : variant.settings().entrySet()) {
        options = options.with(setting.getKey(), setting.getValue());
      }
      QuantizationOptions set = options;
      assertThatCode(() -> quantizer.quantize(model, calibration, set)).doesNotThrowAnyException();
    }
  }
}
