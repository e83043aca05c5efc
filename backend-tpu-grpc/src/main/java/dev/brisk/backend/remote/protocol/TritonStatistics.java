package dev.brisk.backend.remote.protocol;

import dev.brisk.backend.remote.wire.MessageReader;

/** The times that servers with Triton's extension {@code statistics} tell. */
final class TritonStatistics {
  private TritonStatistics() {}

  /** Reads a {@code ModelStatisticsResponse}: the versions' times together. */
  static ServerTimes read(MessageReader reply) {
    Sum sum = new Sum();
    while (reply.next()) {
      if (reply.field() != 1) {
        reply.skip();
        continue;
      }
      MessageReader model = reply.message();
      while (model.next()) {
        if (model.field() == 6) {
          sum.add(model.message());
        } else {
          model.skip();
        }
      }
    }
    return new ServerTimes(sum.runs, sum.queue, sum.input, sum.compute, sum.output);
  }

  private static final class Sum {
    long runs;
    long queue;
    long input;
    long compute;
    long output;

    void add(MessageReader times) {
      while (times.next()) {
        switch (times.field()) {
          case 1 -> runs += number(times.message(), 1);
          case 3 -> queue += number(times.message(), 2);
          case 4 -> input += number(times.message(), 2);
          case 5 -> compute += number(times.message(), 2);
          case 6 -> output += number(times.message(), 2);
          default -> times.skip();
        }
      }
    }

    /** A field of a duration: 1 is how many there were, 2 the nanoseconds of all. */
    private static long number(MessageReader duration, int field) {
      long value = 0;
      while (duration.next()) {
        if (duration.field() == field) {
          value = duration.varint();
        } else {
          duration.skip();
        }
      }
      return value;
    }
  }
}
