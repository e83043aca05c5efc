package dev.brisk.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brisk.benchmarks.PairedRounds.Outcome;
import java.io.IOException;
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
 * Compares two ways to run a workload in interleaved rounds, in several JVMs one after another, and
 * gives the ratio of their times with its spread over the rounds.
 */
@Command(name = "paired", description = "Compares two contenders in interleaved rounds")
final class PairedCommand implements Callable<Integer> {
  @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
  private Workload workload = Workload.TINY;

  @Parameters(index = "1", description = "contender:precision, such as raw:fp32 or bound:int8")
  private String left = "";

  @Parameters(index = "2", description = "as the left one")
  private String right = "";

  @Option(names = "--threads", description = "Threads of a run; 1 if not given")
  private int threads = 1;

  @Option(names = "--rounds", description = "Rounds in each JVM; 30 if not given")
  private int rounds = 30;

  @Option(names = "--round-ms", description = "Length of a side's share of a round; 100")
  private int roundMillis = 100;

  @Option(names = "--forks", description = "JVMs, 3 if not given; 0 measures in this one")
  private int forks = 3;

  @Option(names = "--result", description = "Writes the measurements as JSON to this file")
  private @Nullable Path result;

  @Override
  public Integer call() throws IOException {
    if (forks == 0) {
      System.out.println(Results.JSON.writeValueAsString(measure()));
      return 0;
    }
    workload.file(Side.parse(left).precision());
    workload.file(Side.parse(right).precision());
    List<JsonNode> outcomes = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      outcomes.add(ChildJvm.run(List.of(), arguments(0)));
    }
    Comparison comparison = Comparison.of(outcomes);
    System.out.print(
        comparison.table("%s, %d thread(s)".formatted(workload, threads), left, right));
    if (result != null) {
      Results.write(result, arguments(forks), json(comparison, outcomes));
    }
    return 0;
  }

  private Outcome measure() {
    try (Session first = Side.parse(left).open(workload, threads);
        Session second = Side.parse(right).open(workload, threads)) {
      return new PairedRounds(roundMillis * 1_000_000L).measure(first, second, rounds);
    }
  }

  private List<String> arguments(int jvms) {
    return List.of(
        "paired",
        workload.name(),
        left,
        right,
        "--threads=" + threads,
        "--rounds=" + rounds,
        "--round-ms=" + roundMillis,
        "--forks=" + jvms);
  }

  private static Map<String, Object> json(Comparison comparison, List<JsonNode> outcomes) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("comparison", comparison);
    all.put("forks", outcomes);
    return all;
  }
}
