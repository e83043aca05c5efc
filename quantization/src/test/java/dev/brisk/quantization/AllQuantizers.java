package dev.brisk.quantization;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.quantization.testing.Nets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program that quantizes a small network by each quantizer, with all that learns from samples.
 */
final class AllQuantizers {
  private static final String INT8 = "int8";

  private AllQuantizers() {}

  /** Takes the folder to write to. */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    QuantizationOptions options = QuantizationOptions.defaults();
    write(folder, INT8, "learned", options);
    write(
        folder,
        INT8,
        "reconstructed",
        options
            .with("biases", "reconstructed")
            .with("weight-ranges", "searched")
            .with("ranges", "auto"));
    write(folder, INT8, "bounded", options.with("min-sqnr", "30"));
    write(folder, "int8-dynamic", "plain", options);
    for (String algorithm : List.of("mse", "hqq", "k-quant", "awq", "gptq")) {
      write(folder, "int4", algorithm, options.with("algorithm", algorithm));
    }
    write(folder, "fp16", "checked", options);
    write(folder, "bf16", "checked", options);
  }

  private static void write(Path folder, String name, String kind, QuantizationOptions options) {
    Model model = model();
    List<Map<String, Tensor>> samples = Nets.samples(model, 24, 9);
    Quantizers.named(name)
        .quantize(model, samples, options)
        .model()
        .save(folder.resolve(name + "." + kind + ".onnx"));
  }

  private static Model model() {
    Nets nets = new Nets(11);
    String first = nets.conv("first", nets.input("x", 1, 3, 12, 12), 3, 16, 3);
    String second = nets.node("Relu", "second", List.of(first));
    String third = nets.conv("third", second, 16, 16, 3);
    String sum = nets.node("Add", "sum", List.of(third, second));
    String last = nets.node("Relu", "last", List.of(nets.conv("fourth", sum, 16, 32, 1)));
    String mean = nets.node("GlobalAveragePool", "mean", List.of(last));
    String flat = nets.node("Flatten", "flat", List.of(mean));
    String wide = nets.node("MatMul", "wide", List.of(flat, nets.weights("w_w", 0.3, 32, 64)));
    String curved = nets.node("Tanh", "curved", List.of(wide));
    nets.node(
        "Gemm", "y", List.of(curved, nets.weights("g_w", 0.3, 64, 8), nets.weights("g_b", 0.1, 8)));
    return nets.output("y", 1, 8).model(13);
  }
}
