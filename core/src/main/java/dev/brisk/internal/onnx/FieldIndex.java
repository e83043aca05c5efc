package dev.brisk.internal.onnx;

import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import java.util.Arrays;
import java.util.List;

/**
 * Where the fields of a message are. Neighbours of one tag are one entry, so that a list of numbers
 * takes no more room than a single one.
 */
final class FieldIndex {
  private final List<Bytes> pieces;
  private int[] tags = new int[8];
  private int[] counts = new int[8];
  private int[] homes = new int[8]; // indexes of pieces
  private long[] starts = new long[8];
  private int runs;

  FieldIndex(List<Bytes> pieces) {
    this.pieces = pieces;
    for (int piece = 0; piece < pieces.size(); piece++) {
      Bytes bytes = pieces.get(piece);
      WireReader reader = new WireReader(bytes);
      while (reader.next()) {
        add(piece, reader.tag(), reader.offset() - bytes.offset());
      }
    }
  }

  private void add(int piece, int tag, long start) {
    if (runs > 0 && tags[runs - 1] == tag && homes[runs - 1] == piece) {
      counts[runs - 1]++;
      return;
    }
    if (runs == tags.length) {
      tags = Arrays.copyOf(tags, 2 * runs);
      counts = Arrays.copyOf(counts, 2 * runs);
      homes = Arrays.copyOf(homes, 2 * runs);
      starts = Arrays.copyOf(starts, 2 * runs);
    }
    tags[runs] = tag;
    counts[runs] = 1;
    homes[runs] = piece;
    starts[runs] = start;
    runs++;
  }

  /** The number of runs of fields of one tag. */
  int runs() {
    return runs;
  }

  /** The first run from an index on whose tag agrees with the given one in certain bits, or -1. */
  int next(int from, int mask, int tag) {
    for (int run = from; run < runs; run++) {
      if (((tags[run] ^ tag) & mask) == 0) {
        return run;
      }
    }
    return -1;
  }

  /** The number of fields of a run. */
  int count(int run) {
    return counts[run];
  }

  /** A reader before the first field of a run. */
  WireReader reader(int run) {
    Bytes piece = pieces.get(homes[run]);
    return new WireReader(piece.slice(starts[run], piece.size() - starts[run]));
  }
}
