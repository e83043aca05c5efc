package dev.brisk;

import org.jspecify.annotations.Nullable;

/** Something that was closed was used again. */
public final class ClosedException extends BriskException {
  private static final long serialVersionUID = 1L;

  public ClosedException(String message) {
    super(message);
  }

  public ClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
