package dev.brisk.cli.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What threads allocate on the heap, as the JVM counts it. */
final class Allocation {
  private static final @Nullable ThreadMXBean THREADS =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean ? bean : null;

  private Allocation() {}

  /** The bytes that the calling thread has allocated; 0 on a JVM that does not count. */
  static long ofThisThread() {
    return THREADS == null ? 0 : THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
  }
}
