package dev.brisk.backend.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brisk.Accelerators;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OneDnnThreadsTest {
  @Test
  void openMpUsesAsManyThreadsAsWereSet() throws Exception {
    OneDnn.load();
    OmpThreads threads = OmpThreads.find();
    assumeTrue(threads.isKnown(), "the number of threads cannot be set on this platform");
    ExecutorService another = Executors.newSingleThreadExecutor();
    try {
      for (int count : new int[] {1, 2, 3, 1}) {
        int set =
            another
                .submit(
                    () -> {
                      threads.set(count);
                      return threads.get();
                    })
                .get();
        assertThat(set).isEqualTo(count);
      }
    } finally {
      another.shutdown();
    }
  }

  /** More callers than processors, some of whom get a team of their own and some do not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void manyThreadsAtOnceGetEachItsOwnResult(int threads) throws Exception {
    Model model = RandomNet.of(3, true);
    long[] dims = model.inputs().get(0).shape().dims();
    ExecutorService pool = Executors.newFixedThreadPool(32);
    try (Executable executable =
        Accelerators.named("onednn").compile(model, CompileOptions.defaults().threads(threads))) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        float level = i / 16f - 1;
        float[] expected = result(executable, level, dims);
        all.add(
            pool.submit(
                () -> {
                  for (int run = 0; run < 60; run++) {
                    assertThat(result(executable, level, dims)).isEqualTo(expected);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  private static float[] result(Executable executable, float level, long[] dims) {
    float[] values = new float[(int) (dims[1] * dims[2] * dims[3])];
    java.util.Arrays.fill(values, level);
    return executable.run(Tensor.of(values, dims)).values().iterator().next().toFloatArray();
  }
}
