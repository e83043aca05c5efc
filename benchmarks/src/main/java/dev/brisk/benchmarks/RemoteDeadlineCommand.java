package dev.brisk.benchmarks;

import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.DeadlineException;
import dev.brisk.backend.remote.RemoteAccelerators;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long after their deadline calls end that are never answered, and sleeps beside them. */
@Command(name = "remote-deadline", description = "How far gRPC calls overshoot their deadline")
final class RemoteDeadlineCommand implements Callable<Integer> {
  private static final int FLOATS = 1 << 14;

  @Option(names = "--calls", description = "Calls; 500 if not given")
  private int calls = 500;

  @Option(names = "--deadline-ms", description = "The deadline; 30 if not given")
  private int millis = 30;

  @Override
  public Integer call() throws InterruptedException {
    List<Double> late = new ArrayList<>();
    List<Double> overslept = new ArrayList<>();
    try (CannedServer server = new CannedServer(FLOATS, false, 0, () -> -1);
        Executable executable =
            RemoteAccelerators.connect(
                "grpc://" + server.address() + "/same",
                CompileOptions.defaults().with("grpc.deadline", millis + "ms"))) {
      Tensor x = Tensor.of(new float[FLOATS], FLOATS);
      for (int i = 0; i < calls; i++) {
        long begin = System.nanoTime();
        try {
          executable.run(x);
          throw new IllegalStateException("a call was answered");
        } catch (DeadlineException e) {
          late.add((System.nanoTime() - begin) / 1e6 - millis);
        }
        begin = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(millis);
        overslept.add((System.nanoTime() - begin) / 1e6 - millis);
      }
    }
    System.out.printf("milliseconds after %d ms, %d times%n", millis, calls);
    System.out.print(row("calls end", late) + row("sleeps end", overslept));
    return 0;
  }

  /** The middle of times, their tail, and the longest. */
  static String row(String what, List<Double> times) {
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    double[] values = sorted.stream().mapToDouble(Double::doubleValue).toArray();
    return String.format(
        java.util.Locale.ROOT,
        "  %-22s p50 %.2f, p99 %.2f, max %.2f%n",
        what,
        Spread.quantile(values, 0.5),
        Spread.quantile(values, 0.99),
        values[values.length - 1]);
  }
}
