package dev.brisk.backend.remote;

import dev.brisk.KernelRun;
import dev.brisk.RunTrace;
import dev.brisk.backend.remote.protocol.ServerTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A run in parts: what is done here to the tensors, and all that lies between, with the server's
 * own parts within that where it tells them. When they were the server does not tell, so they are
 * put in the middle.
 */
final class RemoteTrace {
  private final String server;
  private final List<KernelRun> kernels = new ArrayList<>();

  private RemoteTrace(String server) {
    this.server = server;
  }

  /**
   * The trace of a run.
   *
   * @param server the name of what ran it
   * @param zero when the first run began, as {@link System#nanoTime} counts
   * @param times what the server counted meanwhile
   */
  static RunTrace of(String server, Stopwatch stopwatch, long zero, Optional<ServerTimes> times) {
    RemoteTrace trace = new RemoteTrace(server);
    long at = stopwatch.beginning() - zero;
    long sent = at + stopwatch.serializing();
    long came = sent + stopwatch.waiting();
    trace.add("Serialize", "client", at, stopwatch.serializing());
    if (times.isPresent() && times.get().runs() > 0) {
      trace.add("Network", "network", sent, stopwatch.waiting());
      trace.addServer(times.get(), sent, stopwatch.waiting());
    } else {
      trace.add("NetworkAndServer", server, sent, stopwatch.waiting());
    }
    trace.add("Deserialize", "client", came, stopwatch.deserializing());
    return new RunTrace(
        Duration.ofNanos(at),
        Duration.ZERO,
        Duration.ofNanos(came + stopwatch.deserializing() - at),
        Duration.ZERO,
        trace.kernels);
  }

  private void addServer(ServerTimes times, long sent, long waiting) {
    String[] names = {"Queue", "Input", "Compute", "Output"};
    long[] nanos = {times.queue(), times.input(), times.compute(), times.output()};
    long all = 0;
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Math.min(nanos[i] / times.runs(), waiting - all);
      all += nanos[i];
    }
    long at = sent + (waiting - all) / 2;
    for (int i = 0; i < nanos.length; i++) {
      add(names[i], server, at, nanos[i]);
      at += nanos[i];
    }
  }

  private void add(String part, String device, long at, long taken) {
    kernels.add(
        new KernelRun(
            part,
            kernels.size(),
            "",
            part,
            device,
            Thread.currentThread().getId(),
            Duration.ofNanos(at),
            Duration.ofNanos(taken),
            OptionalLong.empty()));
  }
}
