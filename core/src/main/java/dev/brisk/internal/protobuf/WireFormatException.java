package dev.brisk.internal.protobuf;

/** Bytes that break the rules of the protobuf wire format. */
public final class WireFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;

  /** Says what is wrong, in words that can follow "at byte 12: ", and where. */
  public WireFormatException(long offset, String reason) {
    super(reason);
    this.offset = offset;
  }

  /** The offset of the offending byte in the file or memory that is read. */
  public long offset() {
    return offset;
  }

  /** The sentence with the place before it. */
  public String sentence() {
    return "at byte " + offset + ": " + getMessage();
  }
}
