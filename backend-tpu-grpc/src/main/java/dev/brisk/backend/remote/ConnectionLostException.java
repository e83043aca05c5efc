package dev.brisk.backend.remote;

import dev.brisk.BriskException;
import org.jspecify.annotations.Nullable;

/** The connection to a server was lost, and trying again did not help. */
public final class ConnectionLostException extends BriskException {
  private static final long serialVersionUID = 1L;

  public ConnectionLostException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
