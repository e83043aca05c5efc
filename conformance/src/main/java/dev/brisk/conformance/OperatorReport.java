package dev.brisk.conformance;

import dev.brisk.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How many of the operator tests an accelerator passes, by operator, in Markdown. */
final class OperatorReport {
  private final String accelerator;
  private final Map<OperatorCase, String> failures;
  private final Map<String, String> operators = new LinkedHashMap<>();

  OperatorReport(String accelerator, Map<OperatorCase, String> failures) {
    this.accelerator = accelerator;
    this.failures = failures;
    failures.keySet().forEach(this::nameOperator);
  }

  /** A test of one node is of its operator; others are of the operator that they spell out. */
  private void nameOperator(OperatorCase test) {
    List<Node> nodes = test.model().graph().nodes();
    if (nodes.size() == 1) {
      operators.put(test.name(), nodes.get(0).operator());
    }
  }

  private String operator(String test) {
    String whole = test.replaceFirst("_expanded.*", "");
    return operators.getOrDefault(whole, operators.getOrDefault(test, "several at once"));
  }

  String text(Exclusions exclusions) {
    Map<String, int[]> counts = new TreeMap<>();
    StringBuilder excluded = new StringBuilder();
    failures.forEach(
        (test, failure) -> {
          int[] count = counts.computeIfAbsent(operator(test.name()), key -> new int[2]);
          count[0]++;
          count[1] += failure.isEmpty() ? 1 : 0;
          if (!failure.isEmpty()) {
            excluded.append(
                "| `%s` | %s |\n".formatted(test.name(), cell(exclusions.reason(test.name()))));
          }
        });
    long passed = failures.values().stream().filter(String::isEmpty).count();
    return head(passed) + table(counts) + tail(excluded);
  }

  private static String cell(@Nullable String reason) {
    return reason == null ? "" : reason.replace("|", "\\|");
  }

  private String head(long passed) {
    return """
        # The ONNX operator tests on `%s`

        %,d of %,d pass. This file is written by the test that runs them.

        | operator | tests | pass |
        |---|---|---|
        """
        .formatted(accelerator, passed, failures.size());
  }

  private static String table(Map<String, int[]> counts) {
    StringBuilder table = new StringBuilder();
    counts.forEach(
        (operator, count) ->
            table.append("| %s | %d | %d |\n".formatted(operator, count[0], count[1])));
    return table.toString();
  }

  private static String tail(StringBuilder excluded) {
    return excluded.isEmpty()
        ? ""
        : "\n## Those that do not pass\n\n| test | why |\n|---|---|\n" + excluded;
  }
}
