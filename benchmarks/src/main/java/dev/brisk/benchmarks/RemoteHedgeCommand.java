package dev.brisk.benchmarks;

import dev.brisk.BriskException;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.RemoteAccelerators;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Two replicas, one slower than the other, both now and then much slower: what calls take with and
 * without hedging, and what becomes of them when one replica is killed and started again.
 */
@Command(name = "remote-hedge", description = "Latency of calls to two replicas, hedged or not")
final class RemoteHedgeCommand implements Callable<Integer> {
  private static final int FLOATS = 64;

  @Option(names = "--calls", description = "Calls of each kind; 2000 if not given")
  private int calls = 2000;

  @Option(names = "--delays-ms", split = ",", description = "What the replicas take; 2,4")
  private List<Integer> delays = List.of(2, 4);

  @Option(names = "--tail-ms", description = "What 2 %% of the calls take; 100 if not given")
  private int tail = 100;

  @Option(names = "--kill", description = "Kill the first replica after a third of the calls")
  private boolean kill;

  @Override
  public Integer call() {
    System.out.printf(
        "replicas of %s ms, 2 %% of calls %d ms; milliseconds, %d calls%n", delays, tail, calls);
    for (String hedge : new String[] {"off", "p95"}) {
      measure(hedge);
    }
    return 0;
  }

  private CannedServer serve(int port, int replica) {
    Random random = new Random(replica);
    LongSupplier delay =
        () -> {
          synchronized (random) {
            return 1_000_000L * (random.nextInt(50) == 0 ? tail : delays.get(replica));
          }
        };
    return new CannedServer(FLOATS, false, port, delay);
  }

  private void measure(String hedge) {
    CannedServer first = serve(0, 0);
    List<Double> times = new ArrayList<>();
    int port = first.port();
    int asked = 0;
    int lost = 0;
    try (CannedServer second = serve(0, 1);
        Executable executable =
            RemoteAccelerators.connect(
                "grpc://%s,%s/same".formatted(first.address(), second.address()),
                CompileOptions.defaults().with("grpc.hedge", hedge))) {
      Tensor x = Tensor.of(new float[FLOATS], FLOATS);
      for (int i = 0; i < calls; i++) {
        if (kill && i == calls / 3) {
          first.close();
          asked = first.asked();
        } else if (kill && i == 2 * calls / 3) {
          first = serve(port, 0);
        }
        long begin = System.nanoTime();
        try {
          executable.run(x);
        } catch (BriskException e) {
          lost++;
        }
        times.add((System.nanoTime() - begin) / 1e6);
      }
      asked += first.asked() + second.asked();
    } finally {
      first.close();
    }
    System.out.print(RemoteDeadlineCommand.row("hedging " + hedge, times));
    System.out.printf(
        Locale.ROOT,
        "  %-22s %.3f sendings a call, %d calls lost%n",
        "",
        (double) asked / calls,
        lost);
  }
}
