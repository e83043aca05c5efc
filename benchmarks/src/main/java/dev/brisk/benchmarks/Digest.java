package dev.brisk.benchmarks;

import java.nio.ByteBuffer;

/** A number that depends on a buffer's content. */
final class Digest {
  private static final int PROBES = 16;

  private Digest() {}

  /** Mixes a few 32-bit words spread over the buffer; allocates nothing. */
  static int of(ByteBuffer buffer) {
    int words = buffer.limit() / Integer.BYTES;
    int step = Math.max(1, words / PROBES);
    int mixed = 1;
    for (int i = 0; i < words; i += step) {
      mixed = 31 * mixed + buffer.getInt(i * Integer.BYTES);
    }
    return mixed;
  }
}
