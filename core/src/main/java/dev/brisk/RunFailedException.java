package dev.brisk;

import org.jspecify.annotations.Nullable;

/** A runtime failed while it compiled or ran a model. */
public final class RunFailedException extends BriskException {
  private static final long serialVersionUID = 1L;

  public RunFailedException(String message) {
    super(message);
  }

  public RunFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
