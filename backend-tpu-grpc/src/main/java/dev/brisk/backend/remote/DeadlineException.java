package dev.brisk.backend.remote;

import dev.brisk.BriskException;
import org.jspecify.annotations.Nullable;

/** No result came within the time that was allowed; the server may have done the work or not. */
public final class DeadlineException extends BriskException {
  private static final long serialVersionUID = 1L;

  public DeadlineException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
