package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CancelledException;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Sensitivity;
import dev.brisk.Sensitivity.Part;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Settings, excluded nodes, progress and cancelling. */
final class QuantizationOptionCases {
  private static final Model MODEL = Perceptron.model(1);

  private final QuantizerSubject subject;

  QuantizationOptionCases(QuantizerSubject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("unknownOptionIsRefused", this::unknownOption),
        new Case("excludedNodeStaysFloatAndReadsFloat", this::excluded),
        new Case("allNodesExcludedLeavesAFloatModel", this::allExcluded),
        new Case("unknownExcludedNodeIsRefused", this::unknownExcluded),
        new Case("cacheChangesNoByte", this::cache),
        new Case("sensitivityIsOfNodesNotExcluded", this::sensitivity),
        new Case("progressIsReported", this::progress),
        new Case("progressListenerCancels", this::cancelled),
        new Case("interruptCancels", this::interrupted));
  }

  private void unknownOption() {
    QuantizationOptions options = subject.options().with("no.such.setting", "1");
    assertThatThrownBy(() -> subject.quantize(MODEL, options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no.such.setting");
  }

  private void excluded() {
    Quantization quantization = subject.quantize(MODEL, subject.options().exclude("second"));
    Graph graph = quantization.model().graph();
    Node second = node(graph, "second");
    assertThat(second.operator()).isEqualTo("Gemm");
    assertThat(second.domain()).isEmpty();
    for (String input : second.inputs()) {
      Node producer = graph.producer(input);
      assertThat(producer == null ? "" : producer.operator())
          .as("producer of %s", input)
          .isNotEqualTo("DequantizeLinear");
    }
    Initializer weights = graph.initializers().get(second.inputs().get(1));
    assertThat(weights).isNotNull();
    assertThat(Objects.requireNonNull(weights).elementType()).isEqualTo(ElementType.FLOAT32);
    assertThat(quantization.report().keptFloat())
        .extracting(NodeReport::node)
        .contains("second")
        .doesNotContain("first", "third");
  }

  private void allExcluded() {
    QuantizationOptions options = subject.options().exclude("first", "second", "third");
    Quantization quantization = subject.quantize(MODEL, options);
    assertThat(quantization.report().macsShare()).isZero();
    assertThat(subject.run(quantization.model(), Perceptron.sample(9, 2)).toFloatArray())
        .containsExactly(subject.run(MODEL, Perceptron.sample(9, 2)).toFloatArray());
  }

  private void unknownExcluded() {
    QuantizationOptions options = subject.options().exclude("secnod");
    assertThatThrownBy(() -> subject.quantize(MODEL, options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("secnod", "second");
  }

  /** Neither when it is filled nor when it is used. */
  private void cache() throws IOException {
    byte[] without = QuantizerSubject.bytesOf(subject.quantize(MODEL).model());
    Path folder = Files.createTempDirectory("brisk-cache-");
    try {
      QuantizationOptions options = subject.options().cache(folder.resolve("new"));
      for (int i = 0; i < 2; i++) {
        Quantization quantization = subject.quantize(MODEL, options);
        assertThat(QuantizerSubject.bytesOf(quantization.model())).isEqualTo(without);
        assertThat(quantization.report().warnings()).isEmpty();
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void sensitivity() {
    QuantizationOptions options = subject.options().exclude("second");
    Sensitivity sensitivity;
    try {
      sensitivity = subject.quantizer().sensitivity(MODEL, Perceptron.samples(1, 8), options);
    } catch (UnsupportedOperationException e) {
      Assumptions.abort(e.getMessage());
      return;
    }
    assertThat(sensitivity.samples()).isBetween(1, 8);
    assertThat(sensitivity.nodes())
        .extracting(Part::name)
        .contains("first", "third")
        .doesNotContain("second");
    assertThat(sensitivity.nodes())
        .isSortedAccordingTo(Comparator.comparingDouble(part -> part.worst().sqnr()))
        .allSatisfy(part -> assertThat(part.sqnr()).isGreaterThanOrEqualTo(part.worst().sqnr()));
  }

  private void progress() {
    subject.assumeCalibration();
    List<String> stages = new ArrayList<>();
    subject.quantize(
        MODEL,
        subject
            .options()
            .progress(
                (stage, done, total) -> {
                  stages.add(stage);
                  assertThat(stage).isNotBlank();
                  assertThat(done).isNotNegative();
                  assertThat(total == 0 || done <= total).isTrue();
                }));
    assertThat(stages).isNotEmpty();
  }

  private void cancelled() {
    subject.assumeCalibration();
    QuantizationOptions options =
        subject
            .options()
            .progress(
                (stage, done, total) -> {
                  throw new CancelledException("The listener has had enough");
                });
    assertThatThrownBy(() -> subject.quantize(MODEL, options))
        .isInstanceOf(CancelledException.class)
        .hasMessage("The listener has had enough");
  }

  private void interrupted() {
    subject.assumeCalibration();
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> subject.quantize(MODEL)).isInstanceOf(CancelledException.class);
    } finally {
      Thread.interrupted();
    }
  }

  private static Node node(Graph graph, String name) {
    return graph.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseGet(() -> Assertions.fail("no node is named " + name + ": " + graph.nodes()));
  }
}
