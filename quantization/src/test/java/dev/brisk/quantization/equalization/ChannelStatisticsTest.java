package dev.brisk.quantization.equalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelStatisticsTest {
  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, 0.3f, -0.7f, 1.1f, 5.3f})
  void constantChannel_hasNoVariance(float value) {
    float[] values = new float[1000];
    Arrays.fill(values, value);
    ChannelStatistics statistics = new ChannelStatistics(1);
    statistics.add(Tensor.of(values, 1, 1, 1000));
    assertThat(statistics.variance(0)).isZero();
  }

  @Test
  void channelsOfSeveralSamples_haveTheirExtremesAndVariances() {
    ChannelStatistics statistics = new ChannelStatistics(2);
    statistics.add(Tensor.of(new float[] {1, 3, -2, -2, 5, 7, 2, 2}, 2, 2, 2));
    statistics.add(Tensor.of(new float[] {4, 0}, 1, 2, 1));
    assertThat(statistics.size()).isEqualTo(5);
    assertThat(statistics.low(0)).isZero();
    assertThat(statistics.high(0)).isEqualTo(7);
    assertThat(statistics.low(1)).isEqualTo(-2);
    assertThat(statistics.high(1)).isEqualTo(2);
    assertThat(statistics.variance(0)).isCloseTo(4, within(1e-9));
    assertThat(statistics.variance(1)).isCloseTo(3.2, within(1e-9));
  }
}
