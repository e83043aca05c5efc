package dev.brisk.internal.optimize;

import dev.brisk.Accelerator;
import dev.brisk.Calibration;
import dev.brisk.ElementType;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Quantizer;
import dev.brisk.Recipe;
import dev.brisk.Sensitivity;
import dev.brisk.Tensor;
import dev.brisk.internal.Code;
import dev.brisk.internal.Fingerprint;
import dev.brisk.internal.Machine;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Makes forms by recipes. */
final class Forge {
  private final Request request;
  private final Watch watch;
  private final Store store;
  private final String origin;
  private final Map<Quantizer, Calibration> calibrations = new HashMap<>();

  Forge(Request request, Watch watch, Store store) {
    this.request = request;
    this.watch = watch;
    this.store = store;
    Accelerator accelerator = request.accelerators().get(0);
    this.origin =
        request.cache() == null
            ? ""
            : "model %016x, samples %08x, %s, %s, %s"
                .formatted(
                    Fingerprint.of(request.model()),
                    checksum(request.samples()),
                    Store.named(accelerator),
                    Machine.processors(),
                    Code.of(request.getClass()));
  }

  /** What was asked for, made or taken from the store, but for nodes that stay as they are. */
  Form make(Quantizer quantizer, Recipe recipe, List<String> excluded) {
    watch.stage("making " + recipe.name());
    String question =
        "%s without %s by %s %s %s of %s"
            .formatted(
                recipe.name(),
                excluded,
                quantizer.name(),
                Code.of(quantizer.getClass()),
                recipe.settings(),
                origin);
    Store.Made made = store.made(question);
    if (made == null) {
      made = quantize(quantizer, recipe, excluded);
      store.keep(question, made);
    }
    return Form.made(recipe.name(), quantizer.name(), made.model(), made.useless());
  }

  /** What quantizing each node alone does, by a quantizer whose forms were made before. */
  Sensitivity sensitivity(Quantizer quantizer) {
    watch.stage("measuring sensitivities");
    QuantizationOptions options = options();
    return quantizer.sensitivity(request.model(), calibration(quantizer, options), options);
  }

  private Store.Made quantize(Quantizer quantizer, Recipe recipe, List<String> excluded) {
    QuantizationOptions options = options().exclude(excluded.toArray(String[]::new));
    for (Map.Entry<String, String> setting : recipe.settings().entrySet()) {
      options = options.with(setting.getKey(), setting.getValue());
    }
    Calibration calibration = calibration(quantizer, options);
    Quantization quantization = quantizer.quantize(request.model(), calibration, options);
    return new Store.Made(quantization.model(), useless(quantization.report()));
  }

  /** Why there is no use in a form in which all nodes are as they were; else nothing. */
  private static String useless(QuantizationReport report) {
    String reason = "";
    for (NodeReport node : report.nodes()) {
      if (node.keptFloat().isEmpty()) {
        return "";
      }
      reason = node.macs() != 0 ? ": " + node.keptFloat().get() : reason;
    }
    return "It leaves all nodes as they are" + reason;
  }

  private QuantizationOptions options() {
    QuantizationOptions options =
        QuantizationOptions.defaults().accelerator(request.accelerators().get(0)).progress(watch);
    return request.cache() == null ? options : options.cache(request.cache());
  }

  private Calibration calibration(Quantizer quantizer, QuantizationOptions options) {
    Calibration calibration = calibrations.get(quantizer);
    if (calibration == null) {
      calibration = quantizer.calibrate(request.model(), request.samples(), options);
      calibrations.put(quantizer, calibration);
    }
    return calibration;
  }

  private static long checksum(Iterable<Map<String, Tensor>> samples) {
    CRC32C checksum = new CRC32C();
    for (Map<String, Tensor> sample : samples) {
      new TreeMap<>(sample)
          .values().stream()
              .filter(tensor -> tensor.elementType() != ElementType.STRING)
              .flatMap(tensor -> bytes(tensor).stream())
              .forEach(checksum::update);
    }
    return checksum.getValue();
  }

  private static List<ByteBuffer> bytes(Tensor tensor) {
    return tensor.hasBytes()
        ? tensor.asByteBuffers()
        : List.of(ByteBuffer.wrap(tensor.toByteArray()));
  }
}
