package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the runs of a subgraph give one after another, to be put together. Refuses more than half of
 * the JVM's heap holds, for together they take as much again.
 */
final class Gathered {
  /** About what an array takes besides its elements. */
  private static final int OBJECT = 64;

  private final long most = Runtime.getRuntime().maxMemory() / 2;
  private final List<List<Datum>> slices = new ArrayList<>();
  private long bytes;

  /** Nothing yet for so many outputs. */
  Gathered(int outputs) {
    for (int i = 0; i < outputs; i++) {
      slices.add(new ArrayList<>());
    }
  }

  /** Adds what a run gave: one for each output. */
  void add(List<? extends Datum> given) {
    for (int i = 0; i < slices.size(); i++) {
      slices.get(i).add(given.get(i));
      bytes += bytes(given.get(i));
    }
    if (bytes > most) {
      throw new UnsupportedModelException(
          "What its body gives in %d runs takes more than half of the JVM's heap, %d bytes"
              .formatted(slices.get(0).size(), most));
    }
  }

  private static long bytes(Datum datum) {
    if (datum instanceof NdArray array) {
      ElementType type = array.elementType();
      boolean wide = type == ElementType.FLOAT64 || Narrowing.isLong(type);
      return OBJECT + (wide ? Long.BYTES : Integer.BYTES) * (long) array.size();
    }
    return OBJECT;
  }

  /** Turns the order of what was given of an output. */
  void reverse(int output) {
    Collections.reverse(slices.get(output));
  }

  /** What was given of each output, in order. */
  List<List<Datum>> all() {
    return slices;
  }
}
