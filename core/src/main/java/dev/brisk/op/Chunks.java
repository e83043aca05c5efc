package dev.brisk.op;

/** Many small parts of work, done on several threads in chunks worth a switch. */
final class Chunks {
  private static final int WORTH = 1 << 14;

  private Chunks() {}

  /** Does some of the parts. */
  @FunctionalInterface
  interface Worker {
    /** Does the parts from the first up to, but not with, the end. */
    void work(int first, int end);
  }

  /**
   * Does all parts.
   *
   * @param steps about how many simple steps each part takes
   */
  static void work(Evaluation node, int parts, long steps, Worker worker) {
    int each = (int) Math.max(1, WORTH / Math.max(1, steps));
    int chunks = -Math.floorDiv(-parts, each);
    node.parallel(
        chunks, chunk -> worker.work(chunk * each, (int) Math.min(parts, (chunk + 1L) * each)));
  }
}
