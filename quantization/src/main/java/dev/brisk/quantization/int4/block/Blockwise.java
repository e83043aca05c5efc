package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.sensitivity.OutputError;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Makes codes of a matrix, each block for itself. */
public final class Blockwise {
  private static final int COLUMNS_AT_ONCE = 32;

  private Blockwise() {}

  /** How the line of a block is chosen by where it lies. Thread-safe. */
  @FunctionalInterface
  public interface PlacedFit {
    /**
     * Chooses the line of a block.
     *
     * @param weights the block's weights in the first places, finite
     * @param from the input of the first of them
     * @param count how many there are
     */
    Affine line(float[] weights, int from, int count);
  }

  /** The codes of a matrix; the same whatever the number of threads. */
  public static BlockCodes quantize(Matrix matrix, Grid grid, BlockFit fit) {
    return quantize(matrix, grid, (weights, from, count) -> fit.line(weights, count, grid));
  }

  /** The codes of a matrix; the same whatever the number of threads. */
  public static BlockCodes quantize(Matrix matrix, Grid grid, PlacedFit fit) {
    BlockCodes codes = new BlockCodes(grid, matrix.inputs(), matrix.columns());
    int chunks = (matrix.columns() + COLUMNS_AT_ONCE - 1) / COLUMNS_AT_ONCE;
    IntStream.range(0, chunks)
        .parallel()
        .forEach(chunk -> quantize(matrix, fit, chunk * COLUMNS_AT_ONCE, codes));
    return codes;
  }

  /**
   * The energy of a matrix over that of what codes are off by, in decibels; the same whatever the
   * number of threads.
   */
  public static double decibels(Matrix matrix, BlockCodes codes) {
    int chunks = (matrix.columns() + COLUMNS_AT_ONCE - 1) / COLUMNS_AT_ONCE;
    double[] signals = new double[chunks];
    double[] noises = new double[chunks];
    IntStream.range(0, chunks)
        .parallel()
        .forEach(
            chunk -> {
              int first = chunk * COLUMNS_AT_ONCE;
              int count = Math.min(COLUMNS_AT_ONCE, matrix.columns() - first);
              float[] weights = new float[Math.multiplyExact(count, matrix.inputs())];
              matrix.read(first, count, weights);
              float[] decoded = new float[matrix.inputs()];
              for (int i = 0; i < weights.length; i++) {
                int input = i % decoded.length;
                if (input == 0) {
                  codes.decode(first + i / decoded.length, decoded);
                }
                double difference = (double) weights[i] - decoded[input];
                signals[chunk] += (double) weights[i] * weights[i];
                noises[chunk] += difference * difference;
              }
            });
    double signal = Arrays.stream(signals).sum();
    return signal == 0
        ? OutputError.MOST
        : OutputError.decibels(Arrays.stream(noises).sum() / signal);
  }

  private static void quantize(Matrix matrix, PlacedFit fit, int first, BlockCodes codes) {
    Grid grid = codes.grid();
    int inputs = matrix.inputs();
    int count = Math.min(COLUMNS_AT_ONCE, matrix.columns() - first);
    float[] weights = new float[Math.multiplyExact(count, inputs)];
    matrix.read(first, count, weights);
    float[] block = new float[grid.block()];
    for (int column = 0; column < count; column++) {
      for (int b = 0; b < grid.blocks(inputs); b++) {
        int from = b * grid.block();
        int size = Math.min(grid.block(), inputs - from);
        System.arraycopy(weights, column * inputs + from, block, 0, size);
        codes.set(first + column, b, block, fit.line(block, from, size));
      }
    }
  }
}
