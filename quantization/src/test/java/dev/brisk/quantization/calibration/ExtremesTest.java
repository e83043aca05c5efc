package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Tensor;
import dev.brisk.quantization.arithmetic.Codes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExtremesTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void means_hangNeitherOnOrderNorOnSplits(int seed) {
    Random random = new Random(seed);
    List<float[]> tensors = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      tensors.add(Samples.HUGE_AND_TINY.draw(random, 20));
    }
    Histogram whole = histogram(tensors);
    Collections.shuffle(tensors, random);
    Histogram parts = histogram(tensors.subList(20, 50));
    parts.merge(histogram(tensors.subList(0, 7)));
    parts.merge(histogram(tensors.subList(7, 20)));

    assertThat(parts).isEqualTo(whole);
    assertThat(parts.meanRange()).isEqualTo(whole.meanRange());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void means_areThoseOfTheTensorsRanges(int seed) {
    Random random = new Random(seed);
    Histogram histogram = new Histogram();
    double low = 0;
    double high = 0;
    for (int i = 0; i < 30; i++) {
      float a = (float) random.nextGaussian();
      float b = a + random.nextFloat();
      histogram.add(Tensor.of(new float[] {b, (a + b) / 2, a, Float.NaN}, 4));
      low += a / 30;
      high += b / 30;
    }
    Range mean = new MovingAverage().range(histogram, Codes.UINT8);
    assertThat((double) mean.min()).isCloseTo(low, within(1e-6));
    assertThat((double) mean.max()).isCloseTo(high, within(1e-6));
  }

  @Test
  void tensorsOfNothingButNaN_doNotCount() {
    Histogram histogram = new Histogram();
    histogram.add(Tensor.of(new float[] {-1, 3}, 2));
    histogram.add(Tensor.of(new float[] {Float.NaN}, 1));
    histogram.add(Tensor.of(new float[10_000], 10_000));
    assertThat(histogram.meanRange()).isEqualTo(new Range(-0.5f, 1.5f));
  }

  private static Histogram histogram(List<float[]> tensors) {
    Histogram histogram = new Histogram();
    tensors.forEach(values -> histogram.add(Tensor.of(values, values.length)));
    return histogram;
  }
}
