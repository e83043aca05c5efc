package dev.brisk.op;

import java.util.List;

/**
 * What a value of a graph holds while its graph is interpreted: a tensor, a sequence, or nothing.
 * An optional that holds something is that thing itself. Nobody changes one once it is made.
 */
public sealed interface Datum permits NdArray, Datum.Sequence, Datum.Nothing {
  /** Data in order. */
  record Sequence(List<Datum> items) implements Datum {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** An optional that holds nothing. */
  record Nothing() implements Datum {}
}
