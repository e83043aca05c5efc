package dev.brisk.internal.profile;

import dev.brisk.Profile.Pauses;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** The pauses of the garbage collector, where the JVM has the module that tells. */
final class CollectorPauses {
  private static final boolean TOLD = ModuleLayer.boot().findModule("java.management").isPresent();

  private CollectorPauses() {}

  /** Since the JVM started. */
  static Pauses now() {
    return TOLD ? sum() : new Pauses(0, Duration.ZERO);
  }

  /** What came since then. */
  static Pauses since(Pauses before) {
    Pauses now = now();
    return new Pauses(now.count() - before.count(), now.total().minus(before.total()));
  }

  private static Pauses sum() {
    long count = 0;
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      count += Math.max(0, collector.getCollectionCount());
      millis += Math.max(0, collector.getCollectionTime());
    }
    return new Pauses(count, Duration.ofMillis(millis));
  }
}
