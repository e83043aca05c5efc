package dev.brisk.backend.remote;

/** How long the parts of a run took, those of its pieces together. For one thread. */
final class Stopwatch {
  /** One that is read by nobody. */
  static final Stopwatch NONE = new Stopwatch();

  private long begin;
  private long mark;
  private long serializing;
  private long waiting;
  private long deserializing;

  /** A piece begins; what came since the last one is part of it. */
  void begin() {
    if (begin == 0 && this != NONE) {
      begin = System.nanoTime();
      mark = begin;
    }
  }

  void serialized() {
    serializing += lap();
  }

  void replied() {
    waiting += lap();
  }

  void end() {
    deserializing += lap();
  }

  private long lap() {
    if (this == NONE) {
      return 0;
    }
    long last = mark;
    mark = System.nanoTime();
    return mark - last;
  }

  /** When it began, as {@link System#nanoTime} counts. */
  long beginning() {
    return begin;
  }

  long serializing() {
    return serializing;
  }

  long waiting() {
    return waiting;
  }

  long deserializing() {
    return deserializing;
  }
}
