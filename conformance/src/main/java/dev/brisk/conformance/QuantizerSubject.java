package dev.brisk.conformance;

import dev.brisk.Accelerator;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/**
 * The quantizer under test and what is expected of it.
 *
 * @param usesSamples see {@link QuantizerContract#usesSamples}
 * @param tolerance see {@link QuantizerContract#tolerance}
 */
record QuantizerSubject(
    String name,
    Supplier<Quantizer> quantizers,
    Supplier<Accelerator> accelerators,
    BooleanSupplier usesSamples,
    double tolerance) {

  Quantizer quantizer() {
    return quantizers.get();
  }

  Accelerator accelerator() {
    return accelerators.get();
  }

  QuantizationOptions options() {
    return QuantizationOptions.defaults().accelerator(accelerator());
  }

  Quantization quantize(Model model) {
    return quantize(model, options());
  }

  Quantization quantize(Model model, QuantizationOptions options) {
    return quantizer().quantize(model, Perceptron.samples(1, 8), options);
  }

  /** Aborts a case that is about samples if the quantizer does not look at them. */
  void assumeCalibration() {
    Assumptions.assumeTrue(usesSamples, () -> "quantizer " + name + " looks at no samples");
  }

  /** The one output of a model. */
  Tensor run(Model model, Map<String, Tensor> inputs) {
    try (Executable executable = accelerator().compile(model)) {
      String output = executable.outputs().get(0).name();
      return Objects.requireNonNull(executable.run(inputs).get(output));
    }
  }

  /** The model as it is saved. */
  static byte[] bytesOf(Model model) throws IOException {
    return inFile(
        file -> {
          model.save(file);
          return Files.readAllBytes(file);
        });
  }

  /** Reads or writes a file that is then deleted. */
  interface FileUse<T> {
    T with(Path file) throws IOException;
  }

  static <T> T inFile(FileUse<T> use) throws IOException {
    Path folder = Files.createTempDirectory("brisk-conformance-");
    Path file = folder.resolve("model.onnx");
    try {
      return use.with(file);
    } finally {
      for (Path left : List.of(file, folder)) {
        Files.deleteIfExists(left);
      }
    }
  }
}
