package dev.brisk.benchmarks;

import dev.brisk.Binding;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs a model on {@code onednn} many times, compiles and closes it many times, and has many
 * threads run one executable, each output compared bit for bit; tells what memory the process holds
 * meanwhile.
 */
@Command(name = "endurance", description = "Memory over many runs and compiles; many threads")
final class EnduranceCommand implements Callable<Integer> {
  private static final int STEPS = 10;
  private static final int SAMPLES = 8;

  @Parameters(arity = "0..1", description = "${COMPLETION-CANDIDATES}")
  private Workload workload = Workload.RESNET8;

  @Option(names = "--precision", description = "${COMPLETION-CANDIDATES}; INT8 if not given")
  private Precision precision = Precision.INT8;

  @Option(names = "--threads", description = "Threads of each run; 1 if not given")
  private int threads = 1;

  @Option(names = "--runs", description = "Bound runs; 10000 if not given")
  private int runs = 10_000;

  @Option(names = "--compiles", description = "Compiles and closes; 200 if not given")
  private int compiles = 200;

  @Option(names = "--callers", description = "Threads on one executable; 32 if not given")
  private int callers = 32;

  @Option(names = "--seconds", description = "How long they run; 60 if not given")
  private int seconds = 60;

  private final LongAdder wrong = new LongAdder();
  private final LongAdder right = new LongAdder();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path file = workload.file(precision);
    runMany(file);
    compileMany(file);
    callTogether(file);
    return wrong.sum() == 0 ? 0 : 1;
  }

  private void runMany(Path file) throws IOException {
    System.out.println("     runs  resident MB");
    try (Executable executable = BriskModel.compileOneDnn(file, threads);
        Binding binding = bound(executable, workload.sample(0))) {
      for (int i = 1; i <= runs; i++) {
        binding.run();
        print(i, runs);
      }
    }
  }

  private void compileMany(Path file) throws IOException {
    System.out.println(" compiles  resident MB");
    for (int i = 1; i <= compiles; i++) {
      try (Executable executable = BriskModel.compileOneDnn(file, threads);
          Binding binding = bound(executable, workload.sample(0))) {
        binding.run();
      }
      print(i, compiles);
    }
  }

  private static void print(int done, int all) throws IOException {
    if (done % Math.max(1, all / STEPS) == 0) {
      System.out.printf("%9d  %11.1f%n", done, Resident.megabytes());
    }
  }

  private static Binding bound(Executable executable, Map<String, Tensor> inputs) {
    Map<String, Shape> shapes =
        inputs.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().shape()));
    Binding binding = executable.bind(shapes);
    inputs.forEach((name, tensor) -> binding.input(name).asByteBuffer().put(tensor.asByteBuffer()));
    return binding;
  }

  private void callTogether(Path file) throws IOException, InterruptedException {
    try (Executable executable = BriskModel.compileOneDnn(file, threads)) {
      List<Map<String, Tensor>> samples = new ArrayList<>();
      List<Map<String, ByteBuffer>> expected = new ArrayList<>();
      for (int i = 0; i < SAMPLES; i++) {
        samples.add(workload.sample(i));
        expected.add(bytes(executable.run(samples.get(i))));
      }
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      List<Thread> all = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        int first = i;
        all.add(new Thread(() -> callUntil(end, first, executable, samples, expected)));
      }
      all.forEach(Thread::start);
      for (Thread thread : all) {
        thread.join();
      }
    }
    System.out.printf(
        "%d threads, %d s: %,d runs right, %,d wrong, resident %.1f MB%n",
        callers, seconds, right.sum(), wrong.sum(), Resident.megabytes());
  }

  private void callUntil(
      long end,
      int first,
      Executable executable,
      List<Map<String, Tensor>> samples,
      List<Map<String, ByteBuffer>> expected) {
    for (int i = first; System.nanoTime() < end; i++) {
      int sample = i % SAMPLES;
      boolean same = false;
      try {
        same = bytes(executable.run(samples.get(sample))).equals(expected.get(sample));
      } finally {
        (same ? right : wrong).increment();
      }
    }
  }

  private static Map<String, ByteBuffer> bytes(Map<String, Tensor> outputs) {
    return outputs.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, entry -> ByteBuffer.wrap(entry.getValue().toByteArray())));
  }
}
