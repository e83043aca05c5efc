package dev.brisk.internal.protobuf;

/** How a field's payload is laid out, and the tags that say so. */
public final class WireType {
  /** An integer of 7 bits a byte, low bits first. */
  public static final int VARINT = 0;

  /** Eight bytes. */
  public static final int FIXED64 = 1;

  /** A length and that many bytes: a string, a message, packed numbers. */
  public static final int LENGTH = 2;

  static final int GROUP_START = 3;
  static final int GROUP_END = 4;

  /** Four bytes. */
  public static final int FIXED32 = 5;

  private WireType() {}

  /** The tag of a field: its number and its wire type. */
  public static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  /** The number of bytes of a varint. */
  static int varintSize(long value) {
    return (Long.SIZE - 1 - Long.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }
}
