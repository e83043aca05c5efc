package dev.brisk.testing;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Catches what is reported as leaked while it is open, and waits for the garbage collector. */
public final class LeakReports extends Handler {
  // Held here, for the log manager refers to loggers weakly.
  private static final Logger LOGGER = Logger.getLogger("dev.brisk.leak");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  private LeakReports() {}

  /** Catches reports instead of printing them. */
  public static LeakReports capture() {
    LeakReports reports = new LeakReports();
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(reports);
    return reports;
  }

  /** Collects garbage until the condition holds; gives up after long. */
  public static boolean collectUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      System.gc();
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /** Collects garbage until something that is unreachable from now on has been found so. */
  public static void collect() {
    WeakReference<Object> canary = new WeakReference<>(new Object());
    collectUntil(() -> canary.refersTo(null));
    System.gc();
  }

  /** The reports whose sentence holds the given words. */
  public List<LogRecord> about(String words) {
    return records.stream().filter(record -> record.getMessage().contains(words)).toList();
  }

  /** The methods of the trace that a report carries, innermost first. */
  public static List<String> placeOf(LogRecord record) {
    return List.of(record.getThrown().getStackTrace()).stream()
        .map(StackTraceElement::getMethodName)
        .toList();
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
      records.add(record);
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
    LOGGER.setUseParentHandlers(true);
  }
}
