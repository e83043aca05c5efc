package dev.brisk;

import org.jspecify.annotations.Nullable;

/** A valid model holds something that this accelerator, quantizer or format cannot do. */
public final class UnsupportedModelException extends BriskException {
  private static final long serialVersionUID = 1L;

  public UnsupportedModelException(String message) {
    super(message);
  }

  public UnsupportedModelException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
