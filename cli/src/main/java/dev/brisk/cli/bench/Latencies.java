package dev.brisk.cli.bench;

import java.util.Arrays;

/** Times in nanoseconds; grows between measurements, never within one. For one thread. */
final class Latencies {
  private long[] nanos = new long[1024];
  private int size;

  /** Makes room, so that so many more can be added without allocating. */
  void reserve(int more) {
    if (nanos.length - size < more) {
      nanos = Arrays.copyOf(nanos, Math.max(nanos.length * 2, size + more));
    }
  }

  void add(long time) {
    nanos[size++] = time;
  }

  void addAll(Latencies more) {
    reserve(more.size);
    System.arraycopy(more.nanos, 0, nanos, size, more.size);
    size += more.size;
  }

  int size() {
    return size;
  }

  /** Those from an index on, in milliseconds. */
  double[] millis(int from) {
    double[] millis = new double[size - from];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = nanos[from + i] / 1e6;
    }
    return millis;
  }
}
