package dev.brisk.conformance;

import dev.brisk.Binding;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Use from many threads at once. */
final class ConcurrencyCases {
  private static final int THREADS = 8;
  private static final int RUNS = 50;

  private final Subject subject;

  ConcurrencyCases(Subject subject) {
    this.subject = subject;
  }

  List<Case> all() {
    return List.of(
        new Case("manyThreadsRunOneExecutable", this::manyRun),
        new Case("twoBindingsOnTwoThreads", this::manyBind),
        new Case("bindingsOfOtherShapesBesideRuns", this::mixed),
        new Case("manyThreadsCompile", this::manyCompile),
        new Case("oneBindingOnManyThreadsNeverCrashes", this::sharedBinding),
        new Case("manyThreadsClose", this::manyClose));
  }

  private void manyRun() throws Exception {
    try (Executable executable = compile()) {
      together(
          thread -> {
            for (int i = 0; i < RUNS; i++) {
              checkRun(executable, thread, 1 + i % 3);
            }
          });
    }
  }

  private void manyBind() throws Exception {
    try (Executable executable = compile()) {
      together(thread -> checkBinding(executable, thread));
    }
  }

  private void mixed() throws Exception {
    try (Executable executable = compile()) {
      together(
          thread -> {
            if (thread % 2 == 0) {
              checkBinding(executable, thread);
            } else {
              checkRun(executable, thread, 1 + thread);
            }
          });
    }
  }

  private void manyCompile() throws Exception {
    together(
        thread -> {
          for (int i = 0; i < 4; i++) {
            try (Executable executable = compile()) {
              checkRun(executable, thread, 1);
            }
          }
        });
  }

  /** A binding is for one thread; what several compute may mix, but nothing may break. */
  private void sharedBinding() throws Exception {
    try (Executable executable = compile();
        Binding binding = executable.bind()) {
      together(
          thread -> {
            for (int i = 0; i < RUNS; i++) {
              binding.run();
            }
          });
    }
  }

  private void manyClose() throws Exception {
    Executable executable = compile();
    Binding binding = executable.bind();
    together(
        thread -> {
          if (thread % 2 == 0) {
            executable.close();
          } else {
            binding.close();
          }
        });
  }

  private Executable compile() {
    return subject.compile(TestModels.doubled(), CompileOptions.defaults().threads(1));
  }

  private void checkRun(Executable executable, int thread, int rows) {
    float[] values = new float[2 * rows];
    float[] expected = new float[2 * rows];
    java.util.Arrays.fill(values, thread);
    java.util.Arrays.fill(expected, 2 * thread);
    Tensor y = executable.run(Tensor.of(values, rows, 2)).get("y");
    subject.expect(Objects.requireNonNull(y), expected, rows, 2);
  }

  private void checkBinding(Executable executable, int thread) {
    try (Binding binding = executable.bind()) {
      for (int i = 0; i < RUNS; i++) {
        binding.input("x").asFloatBuffer().put(new float[] {thread, i});
        binding.run();
        subject.expect(binding.output("y"), new float[] {2 * thread, 2 * i}, 1, 2);
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    void run(int thread) throws Exception;
  }

  private static void together(Work work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        calls.add(
            () -> {
              work.run(thread);
              return null;
            });
      }
      for (Future<Void> done : pool.invokeAll(calls, 120, TimeUnit.SECONDS)) {
        done.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
