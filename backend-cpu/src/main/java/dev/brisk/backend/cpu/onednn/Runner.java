package dev.brisk.backend.cpu.onednn;

/** Runs calls with the number of threads that primitives were made for. Thread-safe. */
final class Runner {
  private final OneDnn library;

  Runner(OneDnn library) {
    this.library = library;
  }

  void run(Runnable calls) {
    if (library.threads() == 1) {
      library.prepare();
      calls.run();
    } else {
      Teams.of(library.threads()).run(library, calls);
    }
  }
}
