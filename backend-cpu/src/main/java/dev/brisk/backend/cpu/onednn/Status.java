package dev.brisk.backend.cpu.onednn;

import dev.brisk.RunFailedException;

/** What oneDNN's functions return. */
final class Status {
  private static final String[] NAMES = {
    "success",
    "out of memory",
    "invalid arguments",
    "unimplemented",
    "last implementation reached",
    "runtime error",
    "not required"
  };

  private Status() {}

  /** Fails unless a function did what it was asked to. */
  static void check(int status, String what) {
    if (status != 0) {
      String name = status > 0 && status < NAMES.length ? NAMES[status] : "status " + status;
      throw new RunFailedException("oneDNN failed to " + what + ": " + name);
    }
  }
}
