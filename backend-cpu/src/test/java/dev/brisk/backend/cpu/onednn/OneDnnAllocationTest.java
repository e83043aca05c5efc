package dev.brisk.backend.cpu.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.testing.SharedFiles;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bound run makes no garbage. */
final class OneDnnAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int RUNS = 500;

  /** The code that runs is compiled along the way, so the least of some measurements counts. */
  @ParameterizedTest
  @CsvSource({"resnet8_cifar10_mlperf,1", "kws_dscnn_mlperf,1", "resnet8_cifar10_mlperf,2"})
  void boundRunAllocatesNothing(String name, int threads) {
    Model model = Model.load(SharedFiles.require("models/" + name + ".onnx"));
    try (Executable executable =
            Accelerators.named("onednn")
                .compile(model, CompileOptions.defaults().threads(threads));
        Binding binding = executable.bind()) {
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        least = Math.min(least, allocatedBy(binding));
      }
      assertThat(least).as("bytes of %d runs", RUNS).isZero();
    }
  }

  private static long allocatedBy(Binding binding) {
    long thread = Thread.currentThread().getId();
    long before = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < RUNS; i++) {
      binding.run();
    }
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }
}
