package dev.brisk.cli.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.data.Sample;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final float[] SCORES = {0.1f, 0.5f, 0.5f, 0.2f, 0, -1};

  @Test
  void top1_takesFirstOfEqualScores() {
    assertThat(of(new TopK(1), labelled(1), SCORES)).isEqualTo(100);
    assertThat(of(new TopK(1), labelled(2), SCORES)).isZero();
  }

  @Test
  void top5_leavesOutTheSixth() {
    assertThat(of(new TopK(5), labelled(4), SCORES)).isEqualTo(100);
    assertThat(of(new TopK(5), labelled(5), SCORES)).isZero();
  }

  @Test
  void top1_isAShareInPercent() {
    TopK metric = new TopK(1);
    for (int label = 0; label < 4; label++) {
      metric.add(labelled(label), SCORES, SCORES);
    }
    assertThat(metric.value()).isEqualTo(25);
  }

  @Test
  void top1_neverCountsNaNAsRight() {
    assertThat(of(new TopK(1), labelled(0), new float[] {Float.NaN, 1})).isZero();
    assertThat(of(new TopK(1), labelled(1), new float[] {Float.NaN, 1})).isEqualTo(100);
  }

  @Test
  void top1_needsLabel() {
    assertThatThrownBy(() -> of(new TopK(1), unlabelled(), SCORES))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("The metric top1 needs labels, but x has none");
  }

  @Test
  void top1_refusesLabelWithoutScore() {
    assertThatThrownBy(() -> of(new TopK(1), labelled(6), SCORES))
        .hasMessage("The label of x is 6, but the output has 6 scores, for labels from 0 to 5");
  }

  @Test
  void agreement_comparesHighestPlaces() {
    Agreement metric = new Agreement();
    metric.add(unlabelled(), new float[] {1, 2}, new float[] {0, 9});
    metric.add(unlabelled(), new float[] {2, 1}, new float[] {0, 9});
    assertThat(metric.value()).isEqualTo(50);
  }

  @Test
  void sqnr_isTheRatioOfEnergiesInDecibels() {
    Sqnr metric = new Sqnr();
    metric.add(unlabelled(), new float[] {3, 4}, new float[] {3, 4.5f});
    metric.add(unlabelled(), new float[] {10}, new float[] {9.5f});
    double signal = 9 + 4.5 * 4.5 + 9.5 * 9.5;
    assertThat(metric.value()).isCloseTo(10 * Math.log10(signal / 0.5), within(1e-9));
  }

  @Test
  void sqnr_staysANumber() {
    assertThat(of(new Sqnr(), unlabelled(), new float[] {1})).isEqualTo(300);
    Sqnr noSignal = new Sqnr();
    noSignal.add(unlabelled(), new float[] {1}, new float[] {0});
    assertThat(noSignal.value()).isEqualTo(-300);
  }

  @Test
  void mse_isTheMeanOverAllElements() {
    MeanSquaredError metric = new MeanSquaredError();
    metric.add(unlabelled(), new float[] {1, 2}, new float[] {1, 4});
    metric.add(unlabelled(), new float[] {0, 0}, new float[] {1, 1});
    assertThat(metric.value()).isEqualTo(1.5);
  }

  @Test
  void value_isNaNWithoutSamples() {
    assertThat(new TopK(1).value()).isNaN();
    assertThat(new Agreement().value()).isNaN();
    assertThat(new Sqnr().value()).isNaN();
    assertThat(new MeanSquaredError().value()).isNaN();
  }

  @Test
  void format_addsUnit() {
    MetricSpec percent = new MetricSpec("top1", "out", "%", false, () -> new TopK(1));
    MetricSpec plain = new MetricSpec("mse", "out", "", true, MeanSquaredError::new);
    assertThat(percent.format(91.734)).isEqualTo("91.73 %");
    assertThat(plain.format(0.00001234)).isEqualTo("1.23e-05");
  }

  private static double of(Metric metric, Sample sample, float[] output) {
    metric.add(sample, output, output);
    return metric.value();
  }

  private static Sample labelled(long label) {
    return new Sample("x", OptionalLong.of(label), Map.of(), null);
  }

  private static Sample unlabelled() {
    return new Sample("x", OptionalLong.empty(), Map.of(), null);
  }
}
