package dev.brisk.quantization.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brisk.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HistogramTest {
  static Stream<Arguments> seededKinds() {
    return Stream.of(Samples.values())
        .flatMap(kind -> Stream.of(1, 2, 3).map(seed -> Arguments.of(kind, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seededKinds")
  void merge_equalsOneHistogramOfAll(Samples kind, int seed) {
    Random random = new Random(seed);
    float[] a = kind.draw(random, 1 + random.nextInt(5000));
    float[] b = Samples.values()[random.nextInt(Samples.values().length)].draw(random, 3000);
    Histogram whole = histogram(a);
    whole.add(b);

    Histogram merged = histogram(a);
    merged.merge(histogram(b));
    Histogram other = histogram(b);
    other.merge(histogram(a));

    assertThat(merged).isEqualTo(whole).isEqualTo(other);
    assertThat(merged.edge(0)).isEqualTo(other.edge(0));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seededKinds")
  void order_leavesNoTrace(Samples kind, int seed) {
    Random random = new Random(seed);
    float[] values = kind.draw(random, 4000);
    Histogram forwards = histogram(values);
    Histogram oneByOne = new Histogram();
    for (int i = values.length - 1; i >= 0; i--) {
      oneByOne.add(values[i]);
    }
    assertThat(oneByOne).isEqualTo(forwards);
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seededKinds")
  void bins_holdWhatLiesBetweenTheirEdges(Samples kind, int seed) {
    float[] values = kind.draw(new Random(seed), 6000);
    Histogram histogram = histogram(values);
    Arrays.sort(values);

    assertThat(histogram.count()).isEqualTo(values.length);
    assertThat(histogram.min()).isEqualTo(values[0] + 0f);
    assertThat(histogram.max()).isEqualTo(values[values.length - 1] + 0f);
    assertThat(histogram.bins()).isBetween(1, Histogram.BINS);
    int next = 0;
    for (int bin = 0; bin < histogram.bins(); bin++) {
      int from = next;
      while (next < values.length && values[next] < histogram.edge(bin + 1)) {
        next++;
      }
      assertThat(histogram.count(bin)).isEqualTo(next - from);
    }
    assertThat(next).isEqualTo(values.length);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Samples.class)
  void grownHistogram_usesOverHalfItsBins(Samples kind) {
    Histogram histogram = histogram(kind.draw(new Random(7), 5000));
    double precision = Math.max(-histogram.min(), histogram.max()) * 0x1p-23;
    assertThat(histogram.bins() > Histogram.BINS / 2 || histogram.binWidth() <= precision).isTrue();
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("seededKinds")
  void largeTensor_isCountedInPart(Samples kind, int seed) {
    Random random = new Random(seed);
    float[] values = kind.draw(random, 50_000 + random.nextInt(50_000));
    Histogram all = histogram(values);
    Histogram some = new Histogram();
    some.add(Tensor.of(values, values.length));

    assertThat(some.range()).isEqualTo(all.range());
    assertThat(some.count()).isEqualTo(values.length);
    assertThat(some.zeros() / (double) values.length)
        .isCloseTo(all.zeros() / (double) values.length, Offset.offset(0.03));
    long below = 0;
    long belowOfAll = 0;
    for (int bin = 0; bin < all.bins(); bin++) {
      below += some.count(bin);
      belowOfAll += all.count(bin);
      assertThat(below / (double) values.length)
          .isCloseTo(belowOfAll / (double) values.length, Offset.offset(0.03));
    }
    assertThat(below).isEqualTo(values.length);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(ints = {1, 2, 3})
  void largeTensors_ofPeriodicNumbers_areCountedEvenly(int seed) {
    float[] values = new float[1 << 16];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 64;
    }
    values[0] = -seed;
    Histogram histogram = new Histogram();
    histogram.add(Tensor.of(values, values.length));
    for (int value = 1; value < 64; value++) {
      int bin = (int) ((value - histogram.edge(0)) / histogram.binWidth());
      assertThat(histogram.count(bin) / (double) values.length)
          .isCloseTo(1.0 / 64, Offset.offset(0.004));
    }
  }

  @Test
  void largeTensors_leaveNoTraceOfTheirOrder() {
    Random random = new Random(5);
    List<Tensor> tensors =
        Stream.of(Samples.values())
            .map(kind -> kind.draw(random, 9_000 + random.nextInt(90_000)))
            .map(values -> Tensor.of(values, values.length))
            .toList();
    Histogram forwards = new Histogram();
    Histogram backwards = new Histogram();
    Histogram merged = new Histogram();
    for (int i = 0; i < tensors.size(); i++) {
      forwards.add(tensors.get(i));
      backwards.add(tensors.get(tensors.size() - 1 - i));
      Histogram one = new Histogram();
      one.add(tensors.get(i));
      merged.merge(one);
    }
    assertThat(backwards).isEqualTo(forwards);
    assertThat(merged).isEqualTo(forwards);
  }

  @Test
  void largeTensor_notFiniteNumbers_areAllCounted() {
    float[] values = Samples.NORMAL.draw(new Random(9), 70_000);
    values[12_345] = Float.NaN;
    values[54_321] = Float.NEGATIVE_INFINITY;
    Histogram some = new Histogram();
    some.add(Tensor.of(values, values.length));

    assertThat(some.nans()).isEqualTo(1);
    assertThat(some.infinities()).isEqualTo(1);
    assertThat(some.count()).isEqualTo(values.length - 2);
  }

  @Test
  void notFinite_isCountedApart() {
    Histogram histogram = histogram(1, Float.NaN, -2, Float.POSITIVE_INFINITY, 0, Float.NaN);
    histogram.merge(histogram(Float.NEGATIVE_INFINITY, Float.NaN));

    assertThat(histogram.count()).isEqualTo(3);
    assertThat(histogram.nans()).isEqualTo(3);
    assertThat(histogram.infinities()).isEqualTo(2);
    assertThat(histogram.zeros()).isEqualTo(1);
    assertThat(histogram.range()).isEqualTo(new Range(-2, 1));
  }

  @Test
  void empty_hasNoBinsAndTheRangeOfZero() {
    Histogram histogram = histogram(Float.NaN);
    assertThat(histogram.isEmpty()).isTrue();
    assertThat(histogram.bins()).isZero();
    assertThat(histogram.range()).isEqualTo(new Range(0, 0));
  }

  @Test
  void extremes_fit() {
    Histogram histogram =
        histogram(-Float.MAX_VALUE, Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE);
    assertThat(histogram.count()).isEqualTo(4);
    assertThat(histogram(Float.MIN_VALUE).bins()).isEqualTo(1);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Samples.class)
  void writing_andReading_givesAnEqualOne(Samples kind) throws IOException {
    Histogram histogram = histogram(kind.draw(new Random(3), 900));
    histogram.add(Float.NaN);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    histogram.write(new DataOutputStream(bytes));
    byte[] written = bytes.toByteArray();

    assertThat(read(written)).isEqualTo(histogram);
    written[23]++;
    assertThatThrownBy(() -> read(written)).isInstanceOf(IOException.class);
  }

  private static Histogram read(byte[] bytes) throws IOException {
    return Histogram.read(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static Histogram histogram(float... values) {
    Histogram histogram = new Histogram();
    histogram.add(values);
    return histogram;
  }
}
