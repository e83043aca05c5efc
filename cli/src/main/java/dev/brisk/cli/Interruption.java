package dev.brisk.cli;

import dev.brisk.cli.terminal.Unfinished;
import java.time.Duration;

/**
 * Ends the process cleanly when it is told to, as by Ctrl-C: interrupts the work, waits for it a
 * while, and removes what it has not finished writing.
 */
final class Interruption {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Thread worker;
  private boolean finished;
  private boolean underWay;

  private Interruption(Thread worker) {
    this.worker = worker;
  }

  /** Watches over the thread that does the work. */
  static Interruption of(Thread worker) {
    Interruption interruption = new Interruption(worker);
    Runtime.getRuntime().addShutdownHook(new Thread(interruption::stop, "brisk-interruption"));
    return interruption;
  }

  /** Exits, unless the process is ending already. */
  void exit(int status) {
    synchronized (this) {
      finished = true;
      if (underWay) {
        return;
      }
    }
    System.exit(status);
  }

  private void stop() {
    synchronized (this) {
      underWay = true;
      if (finished) {
        return;
      }
    }
    worker.interrupt();
    try {
      worker.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Unfinished.discardAll();
  }
}
