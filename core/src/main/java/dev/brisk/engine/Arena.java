package dev.brisk.engine;

import dev.brisk.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Lays blocks that are in use at different times over each other: the largest first, each at the
 * lowest offset that is free all the while (greedy by size; Pisarchyk and Lee 2020).
 */
final class Arena {
  private static final long LINE = 64;
  private static final long MOST = Integer.MAX_VALUE - 4096L;

  private Arena() {}

  /** Gives each block its offset; returns the size of them all. */
  static long layOut(List<Root> roots) {
    List<Root> placed = new ArrayList<>();
    long size = 0;
    List<Root> order = new ArrayList<>(roots);
    order.sort(Comparator.comparingLong((Root root) -> -root.bytes));
    for (Root root : order) {
      root.offset = lowest(root, placed);
      size = Math.max(size, root.offset + aligned(root.bytes));
      int at = 0;
      while (at < placed.size() && placed.get(at).offset <= root.offset) {
        at++;
      }
      placed.add(at, root);
    }
    if (size > MOST) {
      throw new UnsupportedModelException(
          "The values of one run take %,d bytes, but at most %,d are possible"
              .formatted(size, MOST));
    }
    return size;
  }

  /** The lowest offset at which it meets none of the others, which are sorted by theirs. */
  private static long lowest(Root root, List<Root> placed) {
    long offset = 0;
    for (Root other : placed) {
      boolean meets = other.first <= root.last && root.first <= other.last;
      if (meets && other.offset < offset + aligned(root.bytes)) {
        offset = Math.max(offset, other.offset + aligned(other.bytes));
      }
    }
    return offset;
  }

  private static long aligned(long bytes) {
    return (Math.max(bytes, 1) + LINE - 1) / LINE * LINE;
  }
}
