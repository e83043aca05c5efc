package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.arithmetic.Codes;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class RangeMethodsTest {
  static Stream<Arguments> methodsAndKinds() {
    return RangeMethods.all().stream()
        .flatMap(method -> Stream.of(Samples.values()).map(kind -> Arguments.of(method, kind)));
  }

  static Stream<Arguments> seededKinds() {
    return HistogramTest.seededKinds();
  }

  @Test
  void names_areUnique() {
    List<String> names = RangeMethods.all().stream().map(RangeMethod::name).toList();
    assertThat(names)
        .containsExactly("min-max", "moving-average", "percentile", "entropy", "mse", "auto");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("methodsAndKinds")
  void ranges_stayWithinWhatWasSeen(RangeMethod method, Samples kind) {
    Histogram histogram = histogram(kind.draw(new Random(5), 3000));
    for (Codes codes : Codes.values()) {
      Range range = method.range(histogram, codes);
      assertThat(Math.min(range.min(), 0)).isGreaterThanOrEqualTo(Math.min(histogram.min(), 0));
      assertThat(Math.max(range.max(), 0)).isLessThanOrEqualTo(Math.max(histogram.max(), 0));
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("methodsAndKinds")
  void nothingSeen_givesZero(RangeMethod method, Samples kind) {
    assertThat(method.range(new Histogram(), Codes.UINT8)).isEqualTo(new Range(0, 0));
    assertThat(method.range(histogram(0, 0, -0f), Codes.UINT8)).isEqualTo(new Range(0, 0));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seededKinds")
  void quantile_isThatOfTheSortedNumbers_withinABin(Samples kind, int seed) {
    float[] values = kind.draw(new Random(seed), 2500);
    Histogram histogram = histogram(values);
    Arrays.sort(values);
    for (double share : new double[] {0, 0.0001, 0.01, 0.25, 0.5, 0.9, 0.9999, 1}) {
      double rank = share * (values.length - 1);
      int below = (int) rank;
      double above = values[Math.min(below + 1, values.length - 1)];
      double exact = values[below] + (above - values[below]) * (rank - below);
      assertThat(Percentile.quantile(histogram, share))
          .isCloseTo(exact, Offset.offset(histogram.binWidth()));
    }
  }

  @Test
  void percentile_ofOneSign_clipsOnlyTheFarEnd() {
    float[] values = new float[1001];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Range upper = new Percentile(0.9).range(histogram(values), Codes.UINT8);
    assertThat(upper.min()).isZero();
    assertThat(upper.max()).isCloseTo(900, Offset.offset(1f));
    for (int i = 0; i < values.length; i++) {
      values[i] -= 500;
    }
    Range both = new Percentile(0.9).range(histogram(values), Codes.UINT8);
    assertThat(both.min()).isCloseTo(-450, Offset.offset(1f));
    assertThat(both.max()).isCloseTo(450, Offset.offset(1f));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seededKinds")
  void mse_isAsGoodAsTryingEverything(Samples kind, int seed) {
    Histogram histogram = histogram(kind.draw(new Random(seed), 3000));
    QuantizationNoise noise = new QuantizationNoise(histogram);
    double least = Double.MAX_VALUE;
    for (int i = 1; i <= 100; i++) {
      for (int j = 1; j <= 100; j++) {
        double low = Math.min(histogram.min(), 0) * (i / 100.0);
        double high = Math.max(histogram.max(), 0) * (j / 100.0);
        least = Math.min(least, noise.meanSquare(line(low, high), Codes.UINT8));
      }
    }
    Range found = new MeanSquaredError().range(histogram, Codes.UINT8);
    double error = noise.meanSquare(line(found.min(), found.max()), Codes.UINT8);
    assertThat(error).isLessThanOrEqualTo(least * 1.01);
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seededKinds")
  void noise_isThatOfQuantizingTheNumbers(Samples kind, int seed) {
    float[] values = kind.draw(new Random(seed), 20_000);
    Histogram histogram = histogram(values);
    Affine line = line(histogram.min() * 0.7, histogram.max() * 0.7);
    double sum = 0;
    for (float value : values) {
      double error = value - line.value(line.code(value, Codes.UINT8));
      sum += error * error;
    }
    double exact = sum / values.length;
    double width = histogram.binWidth();
    assertThat(new QuantizationNoise(histogram).meanSquare(line, Codes.UINT8))
        .isCloseTo(exact, Offset.offset(0.05 * exact + width * width));
  }

  @Test
  void entropy_leavesOutFarOutliers_butNotABoundedDistribution() {
    Random random = new Random(11);
    float[] values = Samples.NORMAL.draw(random, 200_000);
    float[] uniform = new float[200_000];
    for (int i = 0; i < uniform.length; i++) {
      uniform[i] = random.nextFloat() * 2 - 1;
    }
    values[17] = 400;
    assertThat(new Entropy().range(histogram(values), Codes.UINT8).max()).isBetween(2f, 60f);
    assertThat(new Entropy().range(histogram(uniform), Codes.UINT8).max()).isGreaterThan(0.95f);
  }

  @Test
  void entropy_magnitudesKeepTheirNumber() {
    float[] values = Samples.OUTLIERS.draw(new Random(2), 10_000);
    Histogram histogram = histogram(values);
    double largest = Math.max(-histogram.min(), histogram.max());
    double[] bins = Entropy.magnitudes(histogram, largest);
    assertThat(Arrays.stream(bins).sum()).isCloseTo(10_000, Offset.offset(1e-6));
  }

  private static Affine line(double min, double max) {
    return Affine.covering(min, max, Codes.UINT8);
  }

  private static Histogram histogram(float... values) {
    Histogram histogram = new Histogram();
    histogram.add(values);
    return histogram;
  }
}
