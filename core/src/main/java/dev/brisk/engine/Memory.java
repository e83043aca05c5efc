package dev.brisk.engine;

import java.nio.ByteBuffer;

/**
 * A piece of memory outside the heap, in the machine's byte order.
 *
 * @param bytes the piece, from 0 to its capacity; keeps what it is a part of reachable
 * @param address where it begins
 */
public record Memory(ByteBuffer bytes, long address) {
  /** Stands where there is none. */
  public static final Memory NONE = new Memory(ByteBuffer.allocate(0), 0);

  /** A part of it. */
  public Memory slice(long offset, long size) {
    ByteBuffer part = bytes.slice((int) offset, (int) size).order(bytes.order());
    return new Memory(part, address + offset);
  }
}
