package dev.brisk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.benchmarks.KernelBandwidth.Conversion;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class KernelBandwidthTest {
  @ParameterizedTest
  @EnumSource(Conversion.class)
  void whatIsTimed_reallyConverts(Conversion conversion) {
    KernelBandwidth benchmark = new KernelBandwidth();
    benchmark.conversion = conversion;
    benchmark.count = 128;
    benchmark.fill();
    float[] before = benchmark.values.clone();
    byte[] codes = benchmark.codes.clone();
    short[] halves = benchmark.halves.clone();
    benchmark.convert();
    boolean changed =
        switch (conversion) {
          case TO_INT8, TO_INT4, TO_UINT8_CHANNELS, TO_INT8_PLANES ->
              !Arrays.equals(codes, benchmark.codes);
          case TO_BFLOAT16 -> !Arrays.equals(halves, benchmark.halves);
          case TO_FLOAT16 -> Arrays.equals(halves, benchmark.halves);
          default -> !Arrays.equals(before, benchmark.values);
        };
    assertThat(changed).isTrue();
  }
}
