package dev.brisk;

import org.jspecify.annotations.Nullable;

/** An argument cannot be used: a tensor of the wrong type or shape, an unknown name or option. */
public final class InvalidInputException extends BriskException {
  private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(message);
  }

  public InvalidInputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
