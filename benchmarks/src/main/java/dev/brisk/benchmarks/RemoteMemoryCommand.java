package dev.brisk.benchmarks;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what memory a process holds while it makes many calls; client and server are in it. */
@Command(name = "remote-memory", description = "Memory over many calls of a gRPC server")
final class RemoteMemoryCommand implements Callable<Integer> {
  private static final int STEPS = 10;

  @Parameters(arity = "0..1", description = "${COMPLETION-CANDIDATES}")
  private RemoteSide side = RemoteSide.TENSORS;

  @Option(names = "--bytes", description = "Size of the tensor each way; 1048576 if not given")
  private int bytes = 1 << 20;

  @Option(names = "--calls", description = "Calls; 10000 if not given")
  private int calls = 10_000;

  @Override
  public Integer call() throws IOException {
    System.out.println("   calls  resident MB  direct MB");
    try (Session session = side.open(bytes / Float.BYTES)) {
      for (int i = 1; i <= calls; i++) {
        session.run();
        if (i % Math.max(1, calls / STEPS) == 0) {
          System.out.printf("%8d  %11.1f  %9.1f%n", i, Resident.megabytes(), directMegabytes());
        }
      }
    }
    return 0;
  }

  /** Direct memory that the JVM knows of: tensors, not the transport's own. */
  private static double directMegabytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToDouble(pool -> pool.getMemoryUsed() / 1048576.0)
        .sum();
  }
}
