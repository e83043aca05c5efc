package dev.brisk.internal.reference;

import dev.brisk.KernelRun;
import dev.brisk.RunTrace;
import dev.brisk.graph.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Records one request; made when it starts. */
final class Recording {
  private final long origin;
  private final long start;
  private final List<KernelRun> kernels = new ArrayList<>();

  /** A recording of a request that starts now, with times counted from the origin. */
  Recording(long origin) {
    this.origin = origin;
    this.start = System.nanoTime();
  }

  /** A node has just run, for so long. */
  void add(Node node, long nanos) {
    kernels.add(
        new KernelRun(
            node.label(),
            kernels.size(),
            node.label(),
            node.operator(),
            "jvm",
            Thread.currentThread().getId(),
            Duration.ofNanos(System.nanoTime() - nanos - origin),
            Duration.ofNanos(nanos),
            OptionalLong.empty()));
  }

  /** The request has just ended. */
  RunTrace end() {
    Duration begin = Duration.ofNanos(start - origin);
    Duration end = Duration.ofNanos(System.nanoTime() - origin);
    Duration first = kernels.isEmpty() ? begin : kernels.get(0).start();
    Duration last = kernels.isEmpty() ? first : kernels.get(kernels.size() - 1).end();
    return new RunTrace(begin, first.minus(begin), last.minus(first), end.minus(last), kernels);
  }
}
