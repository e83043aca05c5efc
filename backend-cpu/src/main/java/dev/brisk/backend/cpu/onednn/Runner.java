package dev.brisk.backend.cpu.onednn;

/** Runs calls with a number of threads; on the calling thread where that is one. Thread-safe. */
final class Runner {
  private final OmpThreads omp;
  private final int threads;

  private Runner(OmpThreads omp, int threads) {
    this.omp = omp;
    this.threads = threads;
  }

  /** One with so many threads, or with as many as there are if that cannot be chosen. */
  static Runner of(OmpThreads omp, int threads) {
    return new Runner(omp, omp.isKnown() ? threads : Runtime.getRuntime().availableProcessors());
  }

  int threads() {
    return threads;
  }

  void run(Runnable calls) {
    omp.set(threads);
    calls.run();
  }
}
