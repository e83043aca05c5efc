package dev.brisk.cli.config;

import dev.brisk.BriskException;

/** A configuration file says something that cannot be; the message names the file and the key. */
public final class ConfigException extends BriskException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
