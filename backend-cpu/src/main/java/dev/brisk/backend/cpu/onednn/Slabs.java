package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * Many pieces of memory that are freed together, cut from a few blocks, so that weights lie side by
 * side in the order in which they are first used. Each new block is as large as all before it
 * together, within bounds: little is wasted on small models, and large ones get huge pages. Not
 * thread-safe.
 */
final class Slabs {
  private static final long LEAST = 64L << 10;
  private static final long MOST = 32L << 20;
  private static final long LINE = 64;

  private final List<Block> blocks = new ArrayList<>();
  private Memory current = Memory.NONE;
  private long used;
  private long total;

  /** Memory aligned to 64 bytes. */
  Memory allocate(long bytes) {
    long size = (Math.max(bytes, 1) + LINE - 1) / LINE * LINE;
    if (size > current.bytes().capacity() - used) {
      grow(size);
    }
    Memory piece = current.slice(used, Math.max(bytes, 1));
    used += size;
    return piece;
  }

  private void grow(long least) {
    long size = Math.max(least, Math.min(Math.max(total, LEAST), MOST));
    long whole =
        size >= HugePages.SIZE
            ? (size + HugePages.SIZE - 1) / HugePages.SIZE * HugePages.SIZE
            : size;
    Block made = Block.allocate(Math.min(whole, Integer.MAX_VALUE - LINE));
    blocks.add(made);
    current = made.memory();
    used = 0;
    total += whole;
  }

  void free() {
    blocks.forEach(Block::free);
    blocks.clear();
    current = Memory.NONE;
    used = 0;
    total = 0;
  }
}
