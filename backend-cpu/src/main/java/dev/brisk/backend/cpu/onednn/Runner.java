package dev.brisk.backend.cpu.onednn;

/** Runs calls with a number of threads. Thread-safe. */
final class Runner {
  private final OneDnn library;

  Runner(OneDnn library) {
    this.library = library;
  }

  void run(Runnable calls) {
    library.prepare();
    calls.run();
  }
}
