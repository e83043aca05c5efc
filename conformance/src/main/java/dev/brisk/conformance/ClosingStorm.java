package dev.brisk.conformance;

import dev.brisk.Accelerator;
import dev.brisk.Accelerators;
import dev.brisk.Binding;
import dev.brisk.ClosedException;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs, binds, closes and replaces an executable from 32 threads at random times. To be run in a
 * JVM of its own, which native code that is used after it was freed may crash.
 */
final class ClosingStorm {
  private static final int THREADS = 32;
  private static final int STEPS = 60;

  private final Accelerator accelerator;
  private final AtomicReference<Executable> current;

  private ClosingStorm(Accelerator accelerator) {
    this.accelerator = accelerator;
    this.current = new AtomicReference<>(compile());
  }

  /** Takes the accelerator's name. */
  public static void main(String[] arguments) throws Exception {
    new ClosingStorm(Accelerators.named(arguments[0])).rage();
  }

  private void rage() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(i);
      all.add(pool.submit(() -> step(random)));
    }
    for (Future<?> one : all) {
      one.get();
    }
    pool.shutdown();
    pool.awaitTermination(1, TimeUnit.MINUTES);
    current.get().close();
  }

  private void step(Random random) {
    Tensor x = Tensor.of(new float[16 * 32], 16, 32);
    for (int i = 0; i < STEPS; i++) {
      Executable executable = current.get();
      try {
        switch (random.nextInt(8)) {
          case 0 -> executable.close();
          case 1 -> current.getAndSet(compile()).close();
          case 2, 3 -> runBound(executable, random);
          default -> executable.run(x);
        }
      } catch (ClosedException e) {
        current.compareAndSet(executable, compile());
      }
    }
  }

  /** Some bindings are left to the garbage collector. */
  private static void runBound(Executable executable, Random random) {
    Binding binding = executable.bind();
    binding.run();
    if (random.nextBoolean()) {
      binding.close();
    }
  }

  private Executable compile() {
    return accelerator.compile(
        TestModels.products(3, 16, 32, 1), CompileOptions.defaults().threads(2));
  }
}
