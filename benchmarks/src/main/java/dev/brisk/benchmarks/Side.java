package dev.brisk.benchmarks;

import dev.brisk.InvalidInputException;
import java.util.Arrays;
import java.util.Locale;

/** One of the two that a paired comparison compares. */
record Side(Contender contender, Precision precision) {
  /** Reads such as {@code bound:int8}, or {@code bound} for float32. */
  static Side parse(String text) {
    String[] parts = text.toUpperCase(Locale.ROOT).split(":", 2);
    try {
      return new Side(
          Contender.valueOf(parts[0]),
          parts.length == 1 ? Precision.FP32 : Precision.valueOf(parts[1]));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          "A side is CONTENDER or CONTENDER:PRECISION of %s and %s, but is '%s'"
              .formatted(
                  Arrays.toString(Contender.values()), Arrays.toString(Precision.values()), text),
          e);
    }
  }

  Session open(Workload workload, int threads) {
    return contender.open(workload.file(precision), workload.sample(0), threads);
  }

  @Override
  public String toString() {
    return (contender + ":" + precision).toLowerCase(Locale.ROOT);
  }
}
