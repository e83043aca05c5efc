package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationReport;
import dev.brisk.QuantizationReport.NodeReport;
import dev.brisk.Tensor;
import dev.brisk.graph.Initializer;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a quantized model is, and what is reported of it. */
final class QuantizationCases {
  private final QuantizerSubject subject;

  QuantizationCases(QuantizerSubject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("quantizedModelIsCloseToTheFloatOne", this::close),
        new Case("quantizedModelIsSmaller", this::smaller),
        new Case("quantizedModelTakesAndGivesTheSame", this::sameSignature),
        new Case("quantizedModelTakesBatchesOfAnySize", this::batches),
        new Case("quantizedModelIsSavedLoadedAndRun", this::saved),
        new Case("sameInputsGiveSameBytes", this::deterministic),
        new Case("reportNamesEveryProduct", this::reportNodes),
        new Case("reportAddsUp", this::reportSums),
        new Case("metadataIsKept", this::metadata));
  }

  private void close() {
    Model model = Perceptron.model(1);
    expectClose(model, subject.quantize(model).model(), Perceptron.sample(99, 2));
  }

  private void batches() {
    Model model = Perceptron.model(1);
    Model quantized = subject.quantize(model).model();
    for (int rows : new int[] {1, 3, 17}) {
      expectClose(model, quantized, Perceptron.sample(99, rows));
    }
  }

  private void expectClose(Model model, Model quantized, Map<String, Tensor> inputs) {
    float[] exact = subject.run(model, inputs).toFloatArray();
    float[] rounded = subject.run(quantized, inputs).toFloatArray();
    assertThat(rounded).hasSameSizeAs(exact);
    double noise = 0;
    double signal = 0;
    for (int i = 0; i < exact.length; i++) {
      noise += Math.pow(rounded[i] - exact[i], 2);
      signal += Math.pow(exact[i], 2);
    }
    assertThat(Math.sqrt(noise / signal)).isPositive().isLessThan(subject.tolerance());
  }

  private void smaller() throws IOException {
    Model model = Perceptron.model(1);
    byte[] quantized = QuantizerSubject.bytesOf(subject.quantize(model).model());
    assertThat(quantized.length).isLessThan(QuantizerSubject.bytesOf(model).length * 3 / 4);
  }

  private void sameSignature() {
    Model model = Perceptron.model(1);
    Model quantized = subject.quantize(model).model();
    assertThat(quantized.inputs()).isEqualTo(model.inputs());
    assertThat(quantized.outputs()).isEqualTo(model.outputs());
  }

  private void saved() throws IOException {
    Model quantized = subject.quantize(Perceptron.model(1)).model();
    Map<String, Tensor> inputs = Perceptron.sample(99, 2);
    byte[] loaded =
        QuantizerSubject.inFile(
            file -> {
              quantized.save(file);
              return subject.run(Model.load(file), inputs).toByteArray();
            });
    assertThat(loaded).isEqualTo(subject.run(quantized, inputs).toByteArray());
  }

  private void deterministic() throws IOException {
    byte[] first = QuantizerSubject.bytesOf(subject.quantize(Perceptron.model(1)).model());
    byte[] second = QuantizerSubject.bytesOf(subject.quantize(Perceptron.model(1)).model());
    byte[] other = QuantizerSubject.bytesOf(subject.quantize(Perceptron.model(2)).model());
    assertThat(second).isEqualTo(first);
    assertThat(other).isNotEqualTo(first);
  }

  private void reportNodes() {
    QuantizationReport report = subject.quantize(Perceptron.model(1)).report();
    assertThat(report.nodes()).extracting(NodeReport::node).contains("first", "second", "third");
    assertThat(report.nodes()).extracting(NodeReport::node).doesNotHaveDuplicates();
    assertThat(report.nodes())
        .filteredOn(node -> List.of("first", "second", "third").contains(node.node()))
        .allSatisfy(node -> assertThat(node.keptFloat()).as(node.node()).isEmpty())
        .allSatisfy(node -> assertThat(node.precision()).isNotBlank().isNotEqualTo("float32"));
    assertThat(report.precision()).isEqualTo(subject.name());
    assertThat(report.keptFloat())
        .allSatisfy(node -> assertThat(node.keptFloat().orElseThrow()).isNotBlank());
  }

  private void reportSums() {
    Model model = Perceptron.model(1);
    Quantization quantization = subject.quantize(model, subject.options().exclude("second"));
    QuantizationReport report = quantization.report();
    long all = 0;
    long quantized = 0;
    for (NodeReport node : report.nodes()) {
      all += Math.max(0, node.macs());
      quantized += node.keptFloat().isEmpty() ? Math.max(0, node.macs()) : 0;
    }
    assertThat(all)
        .isEqualTo(
            (long) Perceptron.HIDDEN
                * (Perceptron.INPUTS + Perceptron.HIDDEN + Perceptron.OUTPUTS));
    assertThat(report.macsShare()).isCloseTo((double) quantized / all, within(1e-9));
    assertThat(report.macsShare()).isStrictlyBetween(0.0, 1.0);
    assertThat(report.bytesIn()).isEqualTo(weightBytes(model));
    assertThat(report.bytesOut()).isEqualTo(weightBytes(quantization.model()));
    assertThat(report.warnings()).isEmpty();
  }

  private static long weightBytes(Model model) {
    return model.graph().initializers().values().stream()
        .map(Initializer::tensor)
        .mapToLong(Tensor::byteSize)
        .sum();
  }

  private void metadata() {
    Model model = Perceptron.model(1);
    Model named = model.withInfo(model.info().withMetadata("author", "somebody"));
    assertThat(subject.quantize(named).model().metadata()).containsEntry("author", "somebody");
  }
}
