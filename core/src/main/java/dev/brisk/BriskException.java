package dev.brisk;

import org.jspecify.annotations.Nullable;

/**
 * What every exception of Brisk extends; its message is one sentence for the person who can mend
 * it.
 */
public class BriskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BriskException(String message) {
    super(message);
  }

  public BriskException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
