package dev.brisk.benchmarks;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Calibration;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Quantizers;
import dev.brisk.Tensor;
import dev.brisk.benchmarks.formula.Columns;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The algorithms of int4 and published formulas on the layers of one model. For one thread. */
final class Int4Comparison {
  private static final List<Variant> VARIANTS =
      Stream.of(
              LayerDecibels.DEFAULT,
              LayerDecibels.NARROW + ":block=16",
              "rtn:algorithm=rtn",
              "hqq:algorithm=hqq",
              "k-quant:algorithm=k-quant",
              "awq:algorithm=awq",
              "gptq:algorithm=gptq")
          .map(Variant::parse)
          .toList();

  private final Model model;
  private final List<Map<String, Tensor>> samples;
  private final Accelerator accelerator = Accelerators.named("onnxruntime");
  private final Map<String, CodedLayers> ours = new LinkedHashMap<>();
  private final LayerDecibels weights = new LayerDecibels();
  private final LayerDecibels results = new LayerDecibels();

  Int4Comparison(Model model, List<Map<String, Tensor>> samples) {
    this.model = model;
    this.samples = samples;
  }

  /** The weights' signal to noise ratios. */
  LayerDecibels weights() {
    return weights;
  }

  /** Those of products with the rows that each layer reads in the float model. */
  LayerDecibels results() {
    return results;
  }

  /**
   * Quantizes the model in each way.
   *
   * @param told the name of a way, and how large the file is and how long it took
   */
  void quantize(BiConsumer<String, String> told) throws IOException {
    Quantizer quantizer = Quantizers.named("int4");
    long before = fileSize(model);
    for (Variant variant : VARIANTS) {
      QuantizationOptions options = QuantizationOptions.defaults().accelerator(accelerator);
      for (Map.Entry<String, String> setting : variant.settings().entrySet()) {
        options = options.with(setting.getKey(), setting.getValue());
      }
      long start = System.nanoTime();
      Calibration calibration = quantizer.calibrate(model, samples, options);
      Model quantized = quantizer.quantize(model, calibration, options).model();
      double seconds = (System.nanoTime() - start) / 1e9;
      double share = (double) fileSize(quantized) / before;
      told.accept(
          variant.name(), String.format(Locale.ROOT, "file %.4f x, %.1f s", share, seconds));
      ours.put(variant.name(), new CodedLayers(model.graph(), quantized.graph()));
    }
  }

  private static long fileSize(Model model) throws IOException {
    Path folder = Files.createTempDirectory("brisk-int4");
    Path file = folder.resolve("model.onnx");
    try {
      model.save(file);
      return Files.size(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** Measures all layers that became codes. */
  void compare() {
    Map<String, List<Node>> layers = new LinkedHashMap<>();
    for (Node layer : ours.values().iterator().next().layers()) {
      String read = layer.is("Gather") ? "" : layer.input(0);
      layers.computeIfAbsent(read, key -> new ArrayList<>()).add(layer);
    }
    Map<String, List<float[]>> parts = parts(layers.keySet());
    try (Products products = new Products()) {
      layers.forEach(
          (value, readers) -> {
            List<float[]> seen = parts.remove(value);
            compare(readers, seen == null ? null : new InputRows(seen, length(readers), products));
          });
    }
  }

  private int length(List<Node> layers) {
    return CodedLayers.weights(model.graph(), layers.get(0)).inputs();
  }

  private void compare(List<Node> layers, @Nullable InputRows rows) {
    Formulas formulas = new Formulas(rows);
    for (Node layer : layers) {
      Columns exact = CodedLayers.weights(model.graph(), layer);
      Map<String, Columns> decoded = formulas.decoded(exact);
      ours.forEach((name, coded) -> decoded.put(name, coded.decoded(layer)));
      double signal = rows == null ? 0 : rows.energy(exact);
      decoded.forEach(
          (name, columns) -> {
            Columns off = exact.less(columns);
            weights.add(name, layer.label(), exact.energy(), off.energy());
            if (rows != null) {
              results.add(name, layer.label(), signal, rows.energy(off));
            }
          });
    }
  }

  /** The numbers of values in each of the samples. */
  private Map<String, List<float[]>> parts(Collection<String> values) {
    Graph graph = model.graph();
    List<Value> made =
        values.stream()
            .filter(value -> graph.producer(value) != null)
            .map(value -> Value.tensor(value, ElementType.FLOAT32, null))
            .toList();
    Map<String, List<float[]>> parts = new HashMap<>();
    try (Executable executable =
        accelerator.compile(model.withGraph(graph.toBuilder().outputs(made).build()))) {
      for (Map<String, Tensor> sample : samples) {
        Map<String, Tensor> seen = new HashMap<>(executable.run(sample));
        sample.forEach(
            (name, tensor) -> {
              if (values.contains(name)) {
                parts.computeIfAbsent(name, key -> new ArrayList<>()).add(tensor.toFloatArray());
              }
            });
        seen.forEach(
            (name, tensor) -> {
              parts.computeIfAbsent(name, key -> new ArrayList<>()).add(tensor.toFloatArray());
              tensor.close();
            });
      }
    }
    return parts;
  }
}
