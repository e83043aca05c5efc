package dev.brisk.backend.remote;

/** When the parts of a run began and ended, as {@link System#nanoTime} counts. For one thread. */
final class Stopwatch {
  /** One that is read by nobody. */
  static final Stopwatch NONE = new Stopwatch();

  private long begin;
  private long serialized;
  private long replied;
  private long end;

  void begin() {
    begin = now();
  }

  void serialized() {
    serialized = now();
  }

  void replied() {
    replied = now();
  }

  void end() {
    end = now();
  }

  private long now() {
    return this == NONE ? 0 : System.nanoTime();
  }

  long beginning() {
    return begin;
  }

  long serializing() {
    return serialized - begin;
  }

  long waiting() {
    return replied - serialized;
  }

  long deserializing() {
    return end - replied;
  }
}
