package dev.brisk.internal.onnx;

import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;

/** Moves through those fields of an {@link Origin} whose tags agree with one in certain bits. */
final class Cursor {
  private final FieldIndex index;
  private final int mask;
  private final int tag;
  private int run = -1;
  private int leftInRun;
  private WireReader reader = new WireReader(Bytes.empty());

  Cursor(FieldIndex index, int mask, int tag) {
    this.index = index;
    this.mask = mask;
    this.tag = tag;
  }

  /** Moves to the next field; false after the last. */
  boolean next() {
    if (leftInRun == 0) {
      run = index.next(run + 1, mask, tag);
      if (run < 0) {
        run = index.runs();
        return false;
      }
      leftInRun = index.count(run);
      reader = index.reader(run);
    }
    leftInRun--;
    return reader.next();
  }

  /** A reader that stands at the field. */
  WireReader field() {
    return reader;
  }
}
