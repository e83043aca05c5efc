package dev.brisk.quantization.int8;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.internal.Fingerprint;
import dev.brisk.internal.Machine;
import dev.brisk.internal.file.NewFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Decisions of measurements, a small file each in a folder, so that the same model with the same
 * settings for the same accelerator gives the same bytes again. Where the folder cannot be used,
 * nothing is remembered.
 *
 * @param folder the folder, which is made if it does not exist; null to remember nothing
 * @param question what was decided
 */
record SpeedMemory(@Nullable Path folder, String question) {
  private static final String FINDING = "finding";
  private static final String KEPT = "kept";
  private static final String SLOWER = "slower";
  private static final String COST = "cost";
  private static final String COSTS = "costs";
  private static final String END = "end";

  /** The memory that the options ask for: in a folder of its own, else in the cache. */
  static SpeedMemory of(
      Model model, Map<String, Tensor> inputs, QuantizationOptions options, @Nullable String own) {
    Path folder = own == null ? options.cache().orElse(null) : Path.of(own);
    Map<String, String> settings = new TreeMap<>(options.settings());
    settings.remove(Settings.DECISIONS);
    Map<String, Shape> shapes = new TreeMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    String question =
        "model %016x with %s on %s, %s: %s, settings %s, excluded %s"
            .formatted(
                Fingerprint.of(model),
                shapes,
                Machine.processor(),
                options.accelerator().name(),
                options.accelerator().description(),
                settings,
                options.excluded());
    return new SpeedMemory(folder, question);
  }

  /** The memory of what was decided of one form of the model. */
  SpeedMemory ofForm(String form) {
    String about = (question + ", " + form).replace('\n', ' ').replace('\r', ' ');
    return new SpeedMemory(folder, about);
  }

  /** The decision, or null if none is known. */
  SpeedGuard.@Nullable Decision recall() {
    try {
      if (folder == null || !Files.exists(file(folder))) {
        return null;
      }
      List<String> lines = Files.readAllLines(file(folder));
      boolean whole = lines.size() > 1 && lines.get(lines.size() - 1).equals(END);
      return whole && lines.get(0).equals(question) ? read(lines) : null;
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return null;
    }
  }

  private static SpeedGuard.Decision read(List<String> lines) {
    Map<String, String> kept = new TreeMap<>();
    List<String> findings = new ArrayList<>();
    String slower = null;
    Map<String, Long> extra = new TreeMap<>();
    KernelCosts costs = null;
    for (String line : lines.subList(1, lines.size() - 1)) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals(FINDING)) {
        findings.add(parts[1]);
      } else if (parts[0].equals(KEPT)) {
        kept.put(parts[1], parts[2]);
      } else if (parts[0].equals(COST)) {
        extra.put(parts[1], Long.parseLong(parts[2]));
      } else if (parts[0].equals(COSTS)) {
        costs =
            new KernelCosts(
                extra,
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                Double.parseDouble(parts[3]));
      } else {
        slower = parts[1];
      }
    }
    findings.add("This was measured before, and remembered.");
    return new SpeedGuard.Decision(kept, slower, findings, costs);
  }

  /** Remembers a decision, where that is possible. */
  void keep(SpeedGuard.Decision decision) {
    List<String> lines = new ArrayList<>(List.of(question));
    decision.findings().forEach(finding -> lines.add(FINDING + "\t" + finding));
    decision.kept().forEach((label, reason) -> lines.add(KEPT + "\t" + label + "\t" + reason));
    KernelCosts costs = decision.costs();
    if (costs != null) {
      costs.extra().forEach((label, nanos) -> lines.add(COST + "\t" + label + "\t" + nanos));
      lines.add(COSTS + "\t" + costs.whole() + "\t" + costs.call() + "\t" + costs.perElement());
    }
    if (decision.slower() != null) {
      lines.add(SLOWER + "\t" + decision.slower());
    }
    lines.add(END);
    if (folder != null
        && lines.stream().noneMatch(line -> line.contains("\n") || line.contains("\r"))) {
      try {
        write(folder, lines);
      } catch (IOException e) {
        // The folder cannot be written: the next run measures again.
      }
    }
  }

  private void write(Path in, List<String> lines) throws IOException {
    Files.createDirectories(in);
    String text = String.join("\n", lines) + "\n";
    NewFiles.write(
        file(in),
        channel -> {
          ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  private Path file(Path in) {
    CRC32C checksum = new CRC32C();
    checksum.update(question.getBytes(StandardCharsets.UTF_8));
    return in.resolve("speed-%08x.txt".formatted(checksum.getValue()));
  }
}
