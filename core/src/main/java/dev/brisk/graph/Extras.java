package dev.brisk.graph;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model's file says of an element, kept verbatim so that nothing is lost when the model is
 * saved again: also what this package does not model. Where the element says something else by
 * then, the element counts. Immutable and thread-safe.
 */
public final class Extras {
  /** Nothing. */
  public static final Extras NONE = new Extras(List.of());

  private final List<ByteBuffer> encoded;

  private Extras(List<ByteBuffer> encoded) {
    this.encoded = encoded;
  }

  /**
   * For model formats: fields as the format encodes them, in order, not copied.
   *
   * @param encoded each holds one or more whole fields between its position and its limit
   */
  public static Extras of(List<ByteBuffer> encoded) {
    if (encoded.isEmpty()) {
      return NONE;
    }
    List<ByteBuffer> shared = new ArrayList<>();
    for (ByteBuffer fields : encoded) {
      shared.add(fields.asReadOnlyBuffer());
    }
    return new Extras(List.copyOf(shared));
  }

  /** The encoded fields, read-only and shared. */
  public List<ByteBuffer> encoded() {
    List<ByteBuffer> shared = new ArrayList<>();
    for (ByteBuffer fields : encoded) {
      shared.add(fields.duplicate());
    }
    return shared;
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return encoded.isEmpty();
  }

  /** The size alone. */
  @Override
  public String toString() {
    return encoded.stream().mapToLong(ByteBuffer::remaining).sum() + " bytes";
  }
}
