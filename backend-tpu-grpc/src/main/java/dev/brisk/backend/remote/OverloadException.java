package dev.brisk.backend.remote;

import dev.brisk.BriskException;
import org.jspecify.annotations.Nullable;

/**
 * The server, or this process, has more to do than it can in time: nothing is broken, but try again
 * later.
 */
public final class OverloadException extends BriskException {
  private static final long serialVersionUID = 1L;

  public OverloadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
