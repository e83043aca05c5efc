package dev.brisk.backend.remote.call;

import org.jspecify.annotations.Nullable;

/** A call that gave no reply. */
public final class CallException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What to make of it. */
  public enum Kind {
    /** No reply came in time. */
    DEADLINE,
    /** The server or what stands before it has more to do than it can, or this client has. */
    OVERLOADED,
    /** The connection failed, so that it is open whether the server did the work. */
    LOST,
    /** The server knows no such method. */
    UNIMPLEMENTED,
    /** The server has no such model. */
    NOT_FOUND,
    /** The server does not take the request as it is. */
    INVALID,
    /** The server does not let this client in. */
    FORBIDDEN,
    /** A message is larger than one of the two lets pass. */
    TOO_LARGE,
    /** The calling thread was interrupted. */
    INTERRUPTED,
    /** The server failed. */
    FAILED
  }

  private final Kind kind;

  public CallException(Kind kind, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** What happened, without who and what for. */
  public String sentence() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
