package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.CancelledException;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.QuantizationOptions;
import dev.brisk.Quantizer;
import dev.brisk.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What quantizing leaves behind: nothing but its result, also where it fails or runs at once. */
final class QuantizationTraceCases {
  private static final int THREADS = 2;

  private final QuantizerSubject subject;

  QuantizationTraceCases(QuantizerSubject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("floatModelStaysAsItIs", this::untouched),
        new Case("samplesStayOpenAndAsTheyAre", this::samplesStay),
        new Case("whatWasCompiledIsClosed", this::closed),
        new Case("whatWasCompiledIsClosedAfterAWrongSample", this::closedAfterFailure),
        new Case("whatWasCompiledIsClosedAfterCancelling", this::closedAfterCancelling),
        new Case("oneQuantizerServesThreadsAtOnce", this::concurrent),
        new Case("failureLeavesTheQuantizerUsable", this::usableAfterFailure));
  }

  private void untouched() throws IOException {
    Model model = Perceptron.model(1);
    byte[] before = QuantizerSubject.bytesOf(model);
    subject.quantize(model);
    assertThat(QuantizerSubject.bytesOf(model)).isEqualTo(before);
  }

  private void samplesStay() {
    List<Map<String, Tensor>> samples = Perceptron.samples(1, 8);
    subject.quantizer().quantize(Perceptron.model(1), samples, subject.options());
    assertThat(contents(samples)).isEqualTo(contents(Perceptron.samples(1, 8)));
  }

  private static List<List<Byte>> contents(List<Map<String, Tensor>> samples) {
    List<List<Byte>> contents = new ArrayList<>();
    for (Map<String, Tensor> sample : samples) {
      for (Tensor tensor : sample.values()) {
        List<Byte> bytes = new ArrayList<>();
        for (byte one : tensor.toByteArray()) {
          bytes.add(one);
        }
        contents.add(bytes);
      }
    }
    return contents;
  }

  private void closed() {
    WatchedAccelerator watched = new WatchedAccelerator(subject.accelerator());
    subject.quantize(Perceptron.model(1), subject.options().accelerator(watched));
    assertThat(watched.open()).isEmpty();
    assertThat(watched.compiled() > 0).isEqualTo(subject.usesSamples().getAsBoolean());
  }

  private void closedAfterFailure() {
    subject.assumeCalibration();
    WatchedAccelerator watched = new WatchedAccelerator(subject.accelerator());
    QuantizationOptions options = subject.options().accelerator(watched);
    assertThatThrownBy(() -> quantizeWrongly(options)).isInstanceOf(InvalidInputException.class);
    assertThat(watched.compiled()).isPositive();
    assertThat(watched.open()).isEmpty();
  }

  private void closedAfterCancelling() {
    subject.assumeCalibration();
    WatchedAccelerator watched = new WatchedAccelerator(subject.accelerator());
    QuantizationOptions options =
        subject
            .options()
            .accelerator(watched)
            .progress(
                (stage, done, total) -> {
                  throw new CancelledException("The listener has had enough");
                });
    assertThatThrownBy(() -> subject.quantize(Perceptron.model(1), options))
        .isInstanceOf(CancelledException.class);
    assertThat(watched.compiled()).isPositive();
    assertThat(watched.open()).isEmpty();
  }

  private void concurrent() throws Exception {
    Quantizer quantizer = subject.quantizer();
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Quantization>> made = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Model model = Perceptron.model(i);
        made.add(
            pool.submit(
                () -> {
                  start.await();
                  return quantizer.quantize(model, Perceptron.samples(1, 8), subject.options());
                }));
      }
      for (int i = 0; i < THREADS; i++) {
        Quantization alone = subject.quantize(Perceptron.model(i));
        assertThat(QuantizerSubject.bytesOf(made.get(i).get().model()))
            .isEqualTo(QuantizerSubject.bytesOf(alone.model()));
        assertThat(made.get(i).get().report()).isEqualTo(alone.report());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void usableAfterFailure() throws IOException {
    subject.assumeCalibration();
    byte[] before = QuantizerSubject.bytesOf(subject.quantize(Perceptron.model(1)).model());
    assertThatThrownBy(() -> quantizeWrongly(subject.options()))
        .isInstanceOf(InvalidInputException.class);
    assertThat(QuantizerSubject.bytesOf(subject.quantize(Perceptron.model(1)).model()))
        .isEqualTo(before);
  }

  /** The second of two samples has the wrong shape. */
  private void quantizeWrongly(QuantizationOptions options) {
    Tensor x = Tensor.of(new float[2 * 63], 2, 63);
    subject
        .quantizer()
        .quantize(Perceptron.model(1), List.of(Perceptron.sample(1, 2), Map.of("x", x)), options);
  }
}
