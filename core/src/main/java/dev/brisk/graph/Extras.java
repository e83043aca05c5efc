package dev.brisk.graph;

import java.nio.ByteBuffer;

/**
 * What a model's file says of an element besides what this package models, kept verbatim so that
 * nothing is lost when the model is saved again.
 */
public final class Extras {
  /** Nothing besides. */
  public static final Extras NONE = new Extras(ByteBuffer.allocate(0));

  private final ByteBuffer encoded;

  private Extras(ByteBuffer encoded) {
    this.encoded = encoded;
  }

  /** The fields as the file's format encodes them, one after another; not copied. */
  public static Extras of(ByteBuffer encoded) {
    return encoded.hasRemaining() ? new Extras(encoded.asReadOnlyBuffer()) : NONE;
  }

  /** The encoded fields, read-only. */
  public ByteBuffer encoded() {
    return encoded.duplicate();
  }

  /** Whether there is nothing besides. */
  public boolean isEmpty() {
    return !encoded.hasRemaining();
  }

  /** The size alone. */
  @Override
  public String toString() {
    return encoded.remaining() + " bytes";
  }
}
