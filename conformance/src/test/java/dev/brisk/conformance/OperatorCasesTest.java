package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.op.Operator;
import dev.brisk.op.Operators;
import dev.brisk.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No operator is without a case that tells whether it computes what it should. */
final class OperatorCasesTest {
  @Test
  void everyOperator_isInATestOfTheStandardOrOfOurs() throws IOException {
    Set<String> tested = new HashSet<>();
    OperatorCase.forEach(
        SharedFiles.require("onnx-node-tests.zip"), test -> collect(test.model().graph(), tested));
    String ours = sources(Path.of("../core/src/test/java/dev/brisk/op"));
    List<String> without =
        Operators.all().stream()
            .filter(operator -> !tested.contains(name(operator)))
            .filter(operator -> !ours.contains('"' + operator.type() + '"'))
            .map(OperatorCasesTest::name)
            .toList();
    assertThat(without).isEmpty();
  }

  private static String name(Operator operator) {
    return operator.domain() + ":" + operator.type();
  }

  private static void collect(Graph graph, Set<String> found) {
    for (Node node : graph.nodes()) {
      found.add(node.domain() + ":" + node.operator());
      node.subgraphs().forEach(body -> collect(body, found));
    }
  }

  private static String sources(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }
}
