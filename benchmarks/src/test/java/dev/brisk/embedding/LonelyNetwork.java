package dev.brisk.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.conformance.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A network of a process's own, which leads nowhere, where Linux counts what native and Java code
 * tried to send. Nothing is sent in it but by that process.
 */
final class LonelyNetwork {
  private static final String[] COMMAND = {
    "unshare", "--map-root-user", "--net", "sh", "-c", "\"$@\" && cat /proc/net/snmp*", "sh"
  };

  private LonelyNetwork() {}

  /** Aborts the test where a process cannot have a network of its own. */
  static void assumePossible() throws InterruptedException {
    List<String> command = new ArrayList<>(List.of(COMMAND));
    command.add("true");
    String said;
    boolean works;
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      works = process.waitFor() == 0 && said.contains("OutNoRoutes");
    } catch (IOException e) {
      said = e.getMessage();
      works = false;
    }
    assumeTrue(works, "a process cannot have a network of its own here: " + said);
  }

  /**
   * Runs a program there.
   *
   * @return the packets that went out, and those that had no way to, for each version of IP
   */
  static Map<String, Long> sentBy(ChildJvm jvm, String... arguments) throws Exception {
    ChildJvm.Result result = jvm.startedBy(COMMAND).run(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    Map<String, Long> sent = new TreeMap<>();
    List<String> names = List.of();
    for (String line : result.output().lines().toList()) {
      List<String> words = Arrays.asList(line.split("\\s+"));
      if (line.startsWith("Ip6Out")) {
        keep(sent, words.get(0), words.get(1));
      } else if (line.startsWith("Ip: ") && names.isEmpty()) {
        names = words;
      } else if (line.startsWith("Ip: ")) {
        for (int i = 1; i < words.size(); i++) {
          keep(sent, names.get(i), words.get(i));
        }
      }
    }
    return sent;
  }

  private static void keep(Map<String, Long> sent, String name, String count) {
    if (name.endsWith("OutRequests") || name.endsWith("OutNoRoutes")) {
      sent.put(name, Long.valueOf(count));
    }
  }
}
