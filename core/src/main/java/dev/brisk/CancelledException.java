package dev.brisk;

import org.jspecify.annotations.Nullable;

/** The work was cancelled before it was done, by an interrupt or by its progress listener. */
public final class CancelledException extends BriskException {
  private static final long serialVersionUID = 1L;

  public CancelledException(String message) {
    super(message);
  }

  public CancelledException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
