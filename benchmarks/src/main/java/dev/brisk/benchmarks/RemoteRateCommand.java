package dev.brisk.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Counts the calls a second of clients with several threads on one connection, by turns. Client and
 * server are in one process, so that a server's work counts for each side alike.
 */
@Command(name = "remote-rate", description = "Calls a second of gRPC clients, by turns")
final class RemoteRateCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", description = "${COMPLETION-CANDIDATES}; ratios are to the last")
  private List<RemoteSide> sides = List.of();

  @Option(names = "--bytes", description = "Size of the tensor each way; 65536 if not given")
  private int bytes = 1 << 16;

  @Option(names = "--threads", description = "Threads that call; 4 if not given")
  private int threads = 4;

  @Option(names = "--rounds", description = "Rounds that count; 9 if not given")
  private int rounds = 9;

  @Option(
      names = "--warm-rounds",
      description = "Rounds before, until all is compiled; 20 if not given")
  private int warmRounds = 20;

  @Option(names = "--round-ms", description = "Length of a side's share of a round; 1000")
  private int roundMillis = 1000;

  @Override
  public Integer call() throws InterruptedException {
    List<Counted> all = new ArrayList<>();
    try {
      for (RemoteSide side : sides) {
        all.add(new Counted(side, bytes / Float.BYTES, threads));
      }
      for (int i = 0; i < warmRounds + rounds; i++) {
        for (Counted side : all) {
          side.round(roundMillis * 1_000_000L, i >= warmRounds);
        }
      }
    } finally {
      all.forEach(Counted::close);
    }
    System.out.printf("%d bytes each way, %d threads%n", bytes, threads);
    all.forEach(side -> System.out.print(side.row(all.get(all.size() - 1))));
    return 0;
  }

  private static final class Counted implements AutoCloseable {
    private final RemoteSide side;
    private final List<Session> sessions = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> busy = new ArrayList<>();

    Counted(RemoteSide side, int floats, int threads) {
      this.side = side;
      CannedServer server = side.serve(floats);
      for (int i = 0; i < threads; i++) {
        sessions.add(side.open(server, floats));
      }
    }

    void round(long nanos, boolean counts) throws InterruptedException {
      AtomicLong calls = new AtomicLong();
      List<Thread> workers = new ArrayList<>();
      long busyBefore = processNanos();
      long begin = System.nanoTime();
      for (Session session : sessions) {
        Thread worker = new Thread(() -> work(session, begin + nanos, calls), "rate");
        worker.start();
        workers.add(worker);
      }
      for (Thread worker : workers) {
        worker.join();
      }
      if (counts) {
        rates.add(calls.get() * 1e9 / (System.nanoTime() - begin));
        busy.add((processNanos() - busyBefore) / 1e3 / calls.get());
      }
    }

    private static void work(Session session, long end, AtomicLong calls) {
      int digest = 0;
      while (System.nanoTime() < end) {
        session.run();
        digest += session.digest();
        calls.incrementAndGet();
      }
      if (digest == Integer.MIN_VALUE) {
        System.out.println("the digest of all replies is " + digest);
      }
    }

    private static long processNanos() {
      return ((com.sun.management.OperatingSystemMXBean)
              ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }

    String row(Counted base) {
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < rates.size(); i++) {
        ratios.add(rates.get(i) / base.rates.get(i));
      }
      Spread rate = Spread.of(rates);
      Spread ratio = Spread.of(ratios);
      return String.format(
          Locale.ROOT,
          "  %-8s %8.0f calls/s [%.0f .. %.0f], %.0f us of processors a call; %.2f x %s [%.2f .. %.2f]%n",
          side,
          rate.median(),
          rate.low(),
          rate.high(),
          Spread.of(busy).median(),
          ratio.median(),
          base.side,
          ratio.low(),
          ratio.high());
    }

    @Override
    public void close() {
      sessions.forEach(Session::close);
    }
  }
}
