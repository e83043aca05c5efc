package dev.brisk.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two clients of a server on the loopback, paired, each with a server of its own. */
@Command(name = "remote", description = "Compares clients of a gRPC server, paired")
final class RemoteCommand implements Callable<Integer> {
  @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
  private RemoteSide left = RemoteSide.BOUND;

  @Parameters(index = "1", description = "The side it is compared with")
  private RemoteSide right = RemoteSide.ECHO;

  @Option(names = "--bytes", description = "Size of the tensor each way; 1048576 if not given")
  private int bytes = 1 << 20;

  @Option(names = "--rounds", description = "Rounds in each JVM; 30 if not given")
  private int rounds = 30;

  @Option(names = "--round-ms", description = "Length of a side's share of a round; 100")
  private int roundMillis = 100;

  @Option(
      names = "--warm-rounds",
      description = "Rounds before, until all is compiled; 150 if not given")
  private int warmRounds = 150;

  @Option(names = "--forks", description = "JVMs, 3 if not given; 0 measures in this one")
  private int forks = 3;

  @Override
  public Integer call() throws IOException {
    if (forks == 0) {
      System.out.println(Results.JSON.writeValueAsString(measure()));
      return 0;
    }
    List<JsonNode> outcomes = new ArrayList<>();
    for (int i = 0; i < forks; i++) {
      outcomes.add(ChildJvm.run(List.of(), arguments()));
    }
    System.out.print(
        Comparison.of(outcomes).table(bytes + " bytes each way", left.name(), right.name()));
    return 0;
  }

  private PairedRounds.Outcome measure() {
    int floats = bytes / Float.BYTES;
    try (Session first = left.open(floats);
        Session second = right.open(floats)) {
      return new PairedRounds(roundMillis * 1_000_000L, warmRounds).measure(first, second, rounds);
    }
  }

  private List<String> arguments() {
    return List.of(
        "remote",
        left.name(),
        right.name(),
        "--bytes=" + bytes,
        "--rounds=" + rounds,
        "--round-ms=" + roundMillis,
        "--warm-rounds=" + warmRounds,
        "--forks=0");
  }
}
