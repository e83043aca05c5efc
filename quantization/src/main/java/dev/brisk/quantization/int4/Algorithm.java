package dev.brisk.quantization.int4;

import dev.brisk.quantization.int4.block.BlockFit;
import dev.brisk.quantization.int4.block.BlockFits;
import java.util.List;
import java.util.stream.Stream;

/**
 * How codes are chosen.
 *
 * @param name what a user asks for it by
 * @param coding what chooses them
 * @param usesSamples whether it needs to see what the layers are given
 */
record Algorithm(String name, Coding coding, boolean usesSamples) {
  private static final List<Algorithm> ALL =
      Stream.concat(
              BlockFits.all().stream().map(Algorithm::of),
              Stream.of(
                  new Algorithm("awq", new ScaledCoding(), true),
                  new Algorithm("gptq", new FeedbackCoding(), true)))
          .toList();

  private static Algorithm of(BlockFit fit) {
    return new Algorithm(fit.name(), new PlainCoding(fit), false);
  }

  /** The names of all, the default first. */
  static String[] names() {
    return ALL.stream().map(Algorithm::name).toArray(String[]::new);
  }

  /** The algorithm of a name. */
  static Algorithm of(String name) {
    return ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
