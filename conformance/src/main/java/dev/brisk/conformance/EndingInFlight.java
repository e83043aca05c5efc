package dev.brisk.conformance;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.BriskException;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends its JVM while threads compile, run and bind. To be run in a JVM of its own, which must end
 * with the exit code it was given and not by a crash.
 */
final class EndingInFlight {
  private static final int THREADS = 9;

  private EndingInFlight() {}

  /** Takes the accelerator's name. */
  public static void main(String[] arguments) throws InterruptedException {
    Accelerator accelerator = Accelerators.named(arguments[0]);
    CountDownLatch started = new CountDownLatch(THREADS);
    for (int i = 0; i < THREADS; i++) {
      int kind = Math.max(0, i - 6);
      Thread thread = new Thread(() -> work(accelerator, kind, started));
      thread.setDaemon(true);
      thread.start();
    }
    started.await();
    // Others' hooks take their time, too, while the work goes on.
    Runtime.getRuntime().addShutdownHook(new Thread(EndingInFlight::pause));
    System.exit(0);
  }

  private static void compileAndRun(Accelerator accelerator) {
    try (Executable executable = accelerator.compile(TestModels.dense())) {
      executable.run(Tensor.of(new float[3], 1, 3));
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(400);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void work(Accelerator accelerator, int kind, CountDownLatch started) {
    try (Executable executable = accelerator.compile(TestModels.products(8, 64, 256, 1));
        Binding binding = executable.bind()) {
      started.countDown();
      while (true) {
        switch (kind) {
          case 0 -> compileAndRun(accelerator);
          case 1 -> executable.run(Tensor.of(new float[64 * 256], 64, 256));
          default -> binding.run();
        }
      }
    } catch (BriskException e) {
      // The accelerator may refuse work now that the process ends.
    }
  }
}
