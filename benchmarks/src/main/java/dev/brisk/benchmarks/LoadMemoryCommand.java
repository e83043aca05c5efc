package dev.brisk.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.Model;
import dev.brisk.pass.Passes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Loads a workload's model, tidies it and saves it, in JVMs that do nothing else, and tells the
 * most memory that the process ever held, mapped pages of the file included. The first load takes
 * the time to load Brisk's own classes, too.
 */
@Command(name = "memory", description = "Peak memory of loading, rewriting and saving a model")
final class LoadMemoryCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", description = "${COMPLETION-CANDIDATES}")
  private Workload workload = Workload.BERT_BASE;

  @Option(names = "--forks", description = "JVMs, 5 if not given; 0 measures in this one")
  private int forks = 5;

  @Option(names = "--result", description = "Writes the measurements as JSON to this file")
  private @Nullable Path result;

  @Override
  public Integer call() throws IOException {
    Path file = workload.file(Precision.FP32);
    if (forks == 0) {
      System.out.println(Results.JSON.writeValueAsString(measure(file)));
      return 0;
    }
    List<JsonNode> outcomes = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      outcomes.add(ChildJvm.run(List.of(), List.of("memory", workload.name(), "--forks=0")));
    }
    double size = Files.size(file) / 1e6;
    System.out.printf("%s, %.1f MB%n", workload, size);
    outcomes
        .get(0)
        .fieldNames()
        .forEachRemaining(name -> System.out.print(row(name, outcomes, size)));
    if (result != null) {
      Results.write(result, List.of("memory", workload.name(), "--forks=" + forks), outcomes);
    }
    return 0;
  }

  private static String row(String name, List<JsonNode> outcomes, double size) {
    Spread spread = Spread.of(outcomes.stream().map(fork -> fork.get(name).asDouble()).toList());
    String share =
        name.endsWith("_mb") ? ", %.2f of the file".formatted(spread.median() / size) : "";
    return "  %-18s %8.1f [%.1f .. %.1f]%s%n"
        .formatted(name, spread.median(), spread.low(), spread.high(), share);
  }

  static Map<String, Double> measure(Path file) throws IOException {
    Map<String, Double> facts = new LinkedHashMap<>();
    facts.put("start_peak_mb", peakMegabytes());
    long start = System.nanoTime();
    Model.load(file);
    facts.put("load_ms", millisSince(start));
    facts.put("load_peak_mb", peakMegabytes());
    start = System.nanoTime();
    Model model = Model.load(file);
    facts.put("load_again_ms", millisSince(start));
    start = System.nanoTime();
    Model tidy = Passes.apply(Passes.CLEANUP, model);
    facts.put("rewrite_ms", millisSince(start));
    facts.put("rewrite_peak_mb", peakMegabytes());
    Path saved = Files.createTempFile(file.getParent(), "rewritten", ".onnx");
    try {
      start = System.nanoTime();
      tidy.save(saved);
      facts.put("save_ms", millisSince(start));
    } finally {
      Files.delete(saved);
    }
    facts.put("save_peak_mb", peakMegabytes());
    return facts;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  /** The high-water mark of the resident set. */
  private static double peakMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) * 1024 / 1e6)
        .findFirst()
        .orElseThrow(() -> new IOException("/proc/self/status has no line VmHWM"));
  }
}
