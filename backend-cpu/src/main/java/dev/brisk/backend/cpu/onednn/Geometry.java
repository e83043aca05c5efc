package dev.brisk.backend.cpu.onednn;

import dev.brisk.graph.Attributes;
import java.util.Arrays;

/**
 * How a window goes over an image: for each spatial dimension the size of the window, its step, its
 * dilation as oneDNN counts it, from 0, and the padding before and after.
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Geometry(long[] window, long[] steps, long[] dilations, long[] before, long[] after) {
  /**
   * Reads it from a node's attributes.
   *
   * @param image the input's dimensions
   * @param made the output's dimensions, which tell what is needed at the end
   * @param window the window's size
   */
  static Geometry of(Attributes own, long[] image, long[] made, long[] window) {
    int axes = window.length;
    long[] steps = or(own.ints("strides"), axes, 1);
    long[] dilations = or(own.ints("dilations"), axes, 1);
    long[] pads = or(own.ints("pads"), 2 * axes, 0);
    String auto = own.stringOr("auto_pad", "NOTSET");
    long[] before = Arrays.copyOf(pads, axes);
    long[] after = new long[axes];
    for (int i = 0; i < axes; i++) {
      long extent = (window[i] - 1) * dilations[i] + 1;
      long all = (made[i + 2] - 1) * steps[i] + extent - image[i + 2];
      switch (auto) {
        case "SAME_UPPER" -> before[i] = Math.max(0, all) / 2;
        case "SAME_LOWER" -> before[i] = (Math.max(0, all) + 1) / 2;
        case "VALID" -> before[i] = 0;
        default -> {}
      }
      after[i] = all - before[i];
      dilations[i]--;
    }
    return new Geometry(window, steps, dilations, before, after);
  }

  private static long[] or(
      long @org.jspecify.annotations.Nullable [] given, int count, long absent) {
    if (given != null && given.length == count) {
      return given.clone();
    }
    long[] all = new long[count];
    Arrays.fill(all, absent);
    return all;
  }

  /** Whether the window sees what is beside the image. */
  boolean isPadded() {
    return Arrays.stream(before).anyMatch(size -> size > 0)
        || Arrays.stream(after).anyMatch(size -> size > 0);
  }

  /** Whether the window never lies beside the image altogether. */
  boolean isOrdinary() {
    for (int i = 0; i < window.length; i++) {
      long extent = (window[i] - 1) * (dilations[i] + 1) + 1;
      if (before[i] < 0 || before[i] >= extent || after[i] >= extent) {
        return false;
      }
    }
    return true;
  }
}
