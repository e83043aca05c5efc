package dev.brisk;

import org.jspecify.annotations.Nullable;

/** A file could not be read or written. */
public final class StorageException extends BriskException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
