package dev.brisk.cli.terminal;

import dev.brisk.BriskException;

/** The command line asks for what cannot be; the message says what can. */
public final class UsageException extends BriskException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}
