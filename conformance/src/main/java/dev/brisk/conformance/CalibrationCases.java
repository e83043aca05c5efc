package dev.brisk.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Calibration;
import dev.brisk.ClosedException;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Quantization;
import dev.brisk.Quantizer;
import dev.brisk.StorageException;
import dev.brisk.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Samples, and the statistics made from them. */
final class CalibrationCases {
  private static final Model MODEL = Perceptron.model(1);
  private static final List<Map<String, Tensor>> SAMPLES = Perceptron.samples(1, 8);

  private final QuantizerSubject subject;

  CalibrationCases(QuantizerSubject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("mergedCalibrationsEqualOne", this::merged),
        new Case("calibrationSurvivesItsFile", this::stored),
        new Case("calibrationOfAnotherModelIsRefused", this::otherModel),
        new Case("calibrationsOfTwoModelsDoNotMerge", this::mergeOfTwo),
        new Case("fileThatHoldsNoCalibrationIsRefused", this::noCalibration),
        new Case("samplesAreNotKept", this::streamed),
        new Case("samplesAreNeeded", this::noSamples),
        new Case("samplesAreNotNeeded", this::withoutSamples),
        new Case("samplesMayDifferInSize", this::sizes),
        new Case("sampleOfWrongShapeIsRefused", this::wrongShape),
        new Case("sampleOfWrongTypeIsRefused", this::wrongType),
        new Case("sampleOfWrongNameIsRefused", this::wrongName),
        new Case("closedSampleIsRefused", this::closedSample),
        new Case("notANumberInSamplesIsReported", () -> odd(Float.NaN, "NaN")),
        new Case("infinityInSamplesIsReported", () -> odd(Float.POSITIVE_INFINITY, "nfinit")),
        new Case("samplesOfNothingButNotANumberAreReported", this::nothingButNaN));
  }

  private void merged() throws IOException {
    subject.assumeCalibration();
    Calibration whole = calibrate(SAMPLES);
    Calibration parts = calibrate(SAMPLES.subList(0, 3)).merge(calibrate(SAMPLES.subList(3, 8)));
    Calibration swapped = calibrate(SAMPLES.subList(3, 8)).merge(calibrate(SAMPLES.subList(0, 3)));
    Calibration three =
        calibrate(SAMPLES.subList(5, 8))
            .merge(calibrate(SAMPLES.subList(0, 2)).merge(calibrate(SAMPLES.subList(2, 5))));
    assertThat(parts.samples()).isEqualTo(whole.samples()).isEqualTo(8);
    assertThat(bytesWith(parts)).isEqualTo(bytesWith(whole));
    assertThat(bytesWith(swapped)).isEqualTo(bytesWith(whole));
    assertThat(bytesWith(three)).isEqualTo(bytesWith(whole));
  }

  private void stored() throws IOException {
    Calibration made = calibrate(SAMPLES);
    Calibration loaded =
        QuantizerSubject.inFile(
            file -> {
              made.save(file);
              return subject.quantizer().load(file);
            });
    assertThat(loaded.samples()).isEqualTo(made.samples());
    assertThat(bytesWith(loaded)).isEqualTo(bytesWith(made));
  }

  private void otherModel() {
    subject.assumeCalibration();
    Quantizer quantizer = subject.quantizer();
    Calibration made = calibrate(SAMPLES);
    assertThatThrownBy(() -> quantizer.quantize(Perceptron.model(2), made, subject.options()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("model");
  }

  private void mergeOfTwo() {
    subject.assumeCalibration();
    Calibration one = calibrate(SAMPLES);
    Calibration other =
        subject.quantizer().calibrate(Perceptron.model(2), SAMPLES, subject.options());
    assertThatThrownBy(() -> one.merge(other)).isInstanceOf(InvalidInputException.class);
  }

  private void noCalibration() throws IOException {
    QuantizerSubject.inFile(
        file -> {
          assertThatThrownBy(() -> subject.quantizer().load(file))
              .isInstanceOf(StorageException.class)
              .hasMessageContaining(file.getFileName().toString());
          Files.writeString(file, "This is no calibration, whatever its name may say.");
          assertThatThrownBy(() -> subject.quantizer().load(file))
              .isInstanceOf(StorageException.class)
              .hasMessageContaining(file.getFileName().toString());
          return file;
        });
  }

  private void streamed() throws IOException {
    Iterable<Map<String, Tensor>> closing = () -> new ClosingIterator(Perceptron.samples(1, 8));
    Calibration made = subject.quantizer().calibrate(MODEL, closing, subject.options());
    assertThat(bytesWith(made)).isEqualTo(bytesWith(calibrate(SAMPLES)));
  }

  private void noSamples() {
    Assumptions.assumeTrue(
        subject.quantizer().needsCalibration(),
        () -> "quantizer " + subject.name() + " can do without samples");
    assertThatThrownBy(() -> calibrate(List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("sample");
  }

  private void withoutSamples() {
    if (!subject.quantizer().needsCalibration()) {
      Quantization quantization = subject.quantizer().quantize(MODEL);
      assertThat(quantization.report().macsShare()).isEqualTo(1);
    }
  }

  private void sizes() {
    List<Map<String, Tensor>> samples =
        List.of(Perceptron.sample(1, 3), Perceptron.sample(2, 1), Perceptron.sample(3, 12));
    subject.run(
        subject.quantizer().quantize(MODEL, samples, subject.options()).model(), samples.get(0));
  }

  private void wrongShape() {
    refused(Tensor.of(new float[2 * 63], 2, 63), "'x'", "[2,63]");
  }

  private void wrongType() {
    refused(Tensor.of(new double[2 * 64], 2, 64), "'x'", "float64");
  }

  private void wrongName() {
    Tensor image = Tensor.of(new float[2 * 64], 2, 64);
    refused(Map.of("image", image), InvalidInputException.class, "image");
  }

  private void closedSample() {
    Tensor x = Tensor.of(new float[2 * 64], 2, 64);
    x.close();
    refused(Map.of("x", x), ClosedException.class, "'x'");
  }

  private void refused(Tensor x, String... said) {
    refused(Map.of("x", x), InvalidInputException.class, said);
  }

  /** Also of a model that need not run for its values to be known. */
  private void refused(Map<String, Tensor> sample, Class<?> type, String... said) {
    subject.assumeCalibration();
    for (Model model : List.of(MODEL, Perceptron.oneLayer(1))) {
      List<Map<String, Tensor>> samples = List.of(SAMPLES.get(0), sample);
      assertThatThrownBy(() -> subject.quantizer().calibrate(model, samples, subject.options()))
          .isInstanceOf(type)
          .hasMessageContainingAll(said)
          .hasMessageNotContaining("\n");
    }
  }

  private void odd(float value, String said) {
    subject.assumeCalibration();
    List<Map<String, Tensor>> samples = Perceptron.samples(1, 8);
    Optional.ofNullable(samples.get(3).get("x")).orElseThrow().asFloatBuffer().put(5, value);
    Quantization quantization = subject.quantizer().quantize(MODEL, samples, subject.options());
    expectWarning(quantization, said);
  }

  private void nothingButNaN() {
    subject.assumeCalibration();
    float[] values = new float[2 * 64];
    Arrays.fill(values, Float.NaN);
    List<Map<String, Tensor>> samples = List.of(Map.of("x", Tensor.of(values, 2, 64)));
    expectWarning(subject.quantizer().quantize(MODEL, samples, subject.options()), "NaN");
  }

  /** The quantized model gives numbers all the same. */
  private void expectWarning(Quantization quantization, String said) {
    assertThat(quantization.report().warnings())
        .anySatisfy(warning -> assertThat(warning).contains("'x'", said).doesNotContain("\n"));
    float[] result = subject.run(quantization.model(), Perceptron.sample(9, 2)).toFloatArray();
    for (float number : result) {
      assertThat(number).isFinite();
    }
  }

  private Calibration calibrate(List<Map<String, Tensor>> samples) {
    return subject.quantizer().calibrate(MODEL, samples, subject.options());
  }

  private byte[] bytesWith(Calibration calibration) throws IOException {
    return QuantizerSubject.bytesOf(
        subject.quantizer().quantize(MODEL, calibration, subject.options()).model());
  }

  /** Closes each sample when the next is asked for. */
  private static final class ClosingIterator implements Iterator<Map<String, Tensor>> {
    private final Iterator<Map<String, Tensor>> samples;
    private Map<String, Tensor> last = Map.of();

    ClosingIterator(List<Map<String, Tensor>> samples) {
      this.samples = samples.iterator();
    }

    @Override
    public boolean hasNext() {
      return samples.hasNext();
    }

    @Override
    public Map<String, Tensor> next() {
      last.values().forEach(Tensor::close);
      last = samples.next();
      return last;
    }
  }
}
