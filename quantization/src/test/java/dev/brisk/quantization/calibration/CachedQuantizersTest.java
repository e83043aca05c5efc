package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CancelledException;
import dev.brisk.Model;
import dev.brisk.Progress;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.quantization.testing.Nets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each quantizer that looks at samples goes on where an earlier calibration stood. */
final class CachedQuantizersTest {
  private static final Model MODEL = model();
  private static final List<Map<String, Tensor>> SAMPLES = Nets.samples(MODEL, 12, 5);

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"int8", "fp16", "bf16", "int4"})
  void calibration_goesOnWhereACancelledOneStood(String name) throws IOException {
    Quantizer quantizer = Quantizers.named(name);
    byte[] expected = bytes(quantizer, options(name));
    QuantizationOptions cached = options(name).cache(folder.resolve("cache"));
    Progress impatient =
        (stage, done, total) -> {
          if (done == 7) {
            throw new CancelledException("enough");
          }
        };
    assertThatThrownBy(() -> quantizer.calibrate(MODEL, SAMPLES, cached.progress(impatient)))
        .isInstanceOf(CancelledException.class);
    Progress rest = (stage, done, total) -> assertThat(done).isGreaterThan(7);

    assertThat(bytes(quantizer, cached.progress(rest))).isEqualTo(expected);
    assertThat(bytes(quantizer, cached.progress(KeptCalibration.NEVER))).isEqualTo(expected);
  }

  private byte[] bytes(Quantizer quantizer, QuantizationOptions options) throws IOException {
    Path file = folder.resolve("calibration");
    quantizer.calibrate(MODEL, SAMPLES, options).save(file);
    return Files.readAllBytes(file);
  }

  private static QuantizationOptions options(String name) {
    QuantizationOptions defaults = QuantizationOptions.defaults();
    return name.equals("int4") ? defaults.with("algorithm", "gptq") : defaults;
  }

  private static Model model() {
    Nets nets = new Nets(4);
    String first = nets.conv("first", nets.input("x", 1, 3, 8, 8), 3, 8, 3);
    String second = nets.node("Relu", "second", List.of(first));
    String mean = nets.node("GlobalAveragePool", "mean", List.of(second));
    String flat = nets.node("Flatten", "flat", List.of(mean));
    nets.node(
        "Gemm", "y", List.of(flat, nets.weights("g_w", 0.5, 8, 4), nets.weights("g_b", 0.1, 4)));
    return nets.output("y", 1, 4).model(13);
  }
}
