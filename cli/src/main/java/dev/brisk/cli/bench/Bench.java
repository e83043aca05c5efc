package dev.brisk.cli.bench;

import dev.brisk.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures contenders against each other. */
public final class Bench {
  private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

  static {
    SCENARIOS.put("single", new SingleStream());
    SCENARIOS.put("single-stream", new SingleStream());
    SCENARIOS.put("server", new Server());
    SCENARIOS.put("offline", new Offline());
  }

  private Bench() {}

  /** The names of the scenarios. */
  public static List<String> scenarios() {
    return List.copyOf(SCENARIOS.keySet());
  }

  /**
   * Measures contenders, interleaved.
   *
   * @param scenario one of {@link #scenarios}
   * @return a measurement each, in their order
   */
  public static List<Measurement> run(
      String scenario, List<Contender.Entry> entries, Settings settings, Progress progress) {
    Scenario chosen = SCENARIOS.get(scenario);
    if (chosen == null) {
      throw new IllegalArgumentException("There is no scenario " + scenario);
    }
    List<Contender> contenders = new ArrayList<>();
    try {
      for (Contender.Entry entry : entries) {
        progress.update("compiling", contenders.size(), entries.size());
        int clients = chosen.clients(entry.threadCount());
        contenders.add(Contender.open(entry, clients, settings.batch()));
      }
      progress.update("warming up", 0, 0);
      return chosen.measure(contenders, settings, progress);
    } finally {
      contenders.forEach(Contender::close);
    }
  }
}
