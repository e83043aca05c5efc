package dev.brisk.op;

import dev.brisk.Shape;
import java.util.Arrays;

/**
 * The input of a convolution as a matrix: a row for each weight of a filter, a column for each
 * position of the window. Made in blocks of positions, so that the matrix stays small.
 */
final class Columns {
  private static final int BLOCK_ELEMENTS = 1 << 16;
  private static final int LEAST_WIDTH = 64;

  private final Products kind;
  private final Object input;
  private final int channels;
  private final int taken;
  private final int plane;
  private final int taps;
  private final int positions;
  private final int[] places;
  private final int width;

  private Columns(Products kind, NdArray input, int taken, int taps, int positions, int[] places) {
    this.kind = kind;
    this.input = kind.of(input);
    this.channels = input.dim(1);
    this.taken = taken;
    this.plane = input.size() / Math.max(1, input.dim(0) * input.dim(1));
    this.taps = taps;
    this.positions = positions;
    this.places = places;
    this.width = width(positions, taken * taps);
  }

  /**
   * The columns of an input.
   *
   * @param taken how many channels one filter takes
   * @param made the shape of the convolution's output
   */
  static Columns of(Window window, Products kind, NdArray input, int taken, Shape made) {
    long[] sizes = spatial(input.shape());
    long[] positions = spatial(made);
    int taps = (int) Shape.of(window.kernel()).elements();
    int count = (int) Shape.of(positions).elements();
    return new Columns(kind, input, taken, taps, count, window.places(sizes, positions));
  }

  /** Blocks of about one size. */
  private static int width(int positions, int rows) {
    int most = Math.max(LEAST_WIDTH, BLOCK_ELEMENTS / Math.max(1, rows));
    int blocks = Math.max(1, -Math.floorDiv(-positions, most));
    return Math.max(1, -Math.floorDiv(-positions, blocks));
  }

  private static long[] spatial(Shape shape) {
    return Arrays.copyOfRange(shape.dims(), 2, shape.rank());
  }

  /** The rows of the matrix. */
  int rows() {
    return taken * taps;
  }

  /** The columns of all blocks. */
  int positions() {
    return positions;
  }

  /** The number of blocks. */
  int blocks() {
    return -Math.floorDiv(-positions, width);
  }

  /** The first column of a block. */
  int first(int block) {
    return block * width;
  }

  /** The columns of a block. */
  int count(int block) {
    return Math.min(width, positions - first(block));
  }

  /** The rows of a block's matrix, for filters that take the channels from the given one on. */
  Object[] take(int image, int channel, int block) {
    int count = count(block);
    Object[] columns = kind.rows(rows(), count);
    for (int i = 0; i < taken; i++) {
      int at = (image * channels + channel + i) * plane;
      for (int tap = 0; tap < taps; tap++) {
        int from = tap * positions + first(block);
        kind.gather(input, at, places, from, count, columns[i * taps + tap]);
      }
    }
    return columns;
  }
}
