package dev.brisk;

import org.jspecify.annotations.Nullable;

/** A model, or a file that should hold one, breaks the rules of its format. */
public final class InvalidModelException extends BriskException {
  private static final long serialVersionUID = 1L;

  public InvalidModelException(String message) {
    super(message);
  }

  public InvalidModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
