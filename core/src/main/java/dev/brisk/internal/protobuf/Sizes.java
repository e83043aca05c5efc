package dev.brisk.internal.protobuf;

import java.util.Arrays;

/** The sizes of the messages within a message, in the order in which they begin. */
final class Sizes {
  private long[] sizes = new long[64];
  private int count;
  private int next;

  /** Makes room for the size of a message that begins now. */
  int reserve() {
    if (count == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    return count++;
  }

  void set(int index, long size) {
    sizes[index] = size;
  }

  Sizes rewind() {
    next = 0;
    return this;
  }

  /** The size of the next message in order. */
  long next() {
    if (next == count) {
      throw new IllegalStateException("more messages are written than were measured");
    }
    return sizes[next++];
  }
}
