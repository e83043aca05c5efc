package dev.brisk;

import org.jspecify.annotations.Nullable;

/** What was asked for does not exist here or cannot run here; the message lists what can. */
public final class UnavailableException extends BriskException {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
