package dev.brisk.quantization.rounding;

import dev.brisk.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The second moments of what a layer's weights are multiplied with: how much errors of weights show
 * in its results, alone and together. Kept for blocks of neighbouring weights, so that their size
 * grows with the number of weights only, and measured at some positions of each input, chosen with
 * a seed. Not thread-safe.
 */
public final class Moments {
  static final int BLOCK = 256;
  private static final int POSITIONS = 64;

  private final Patches patches;
  private final double[] sums;
  private final double[][] products;
  private final int blocks;
  private final long[] counts;

  Moments(Patches patches) {
    this.patches = patches;
    this.blocks = (patches.size() + BLOCK - 1) / BLOCK;
    this.sums = new double[patches.groups() * patches.size()];
    this.counts = new long[patches.groups()];
    this.products = new double[patches.groups() * blocks][];
    for (int i = 0; i < products.length; i++) {
      int width = width(i % blocks);
      products[i] = new double[width * width];
    }
  }

  /** Adds some positions of an input, without those at which a number is not finite. */
  void add(Tensor input, SplittableRandom random) {
    long positions = patches.positions(input.shape());
    int[][] places = new int[(int) Math.min(positions, POSITIONS)][];
    double start = random.nextDouble();
    for (int i = 0; i < places.length; i++) {
      long position = (long) ((i + start) * positions / places.length);
      places[i] = patches.places(input.shape(), Math.min(positions - 1, position));
    }
    FloatBuffer values = input.asFloatBuffer();
    IntStream all = IntStream.range(0, patches.groups());
    (patches.groups() > 1 ? all.parallel() : all)
        .forEach(group -> add(values, patches.distance(input.shape(), group), places, group));
  }

  private void add(FloatBuffer values, int distance, int[][] places, int group) {
    double[][] rows = new double[places.length][patches.size()];
    for (int i = 0; i < rows.length; i++) {
      double total = 0;
      for (int k = 0; k < patches.size(); k++) {
        int place = places[i][k];
        rows[i][k] = place < 0 ? 0 : values.get(place + distance);
        total += rows[i][k];
      }
      if (!Double.isFinite(total)) {
        Arrays.fill(rows[i], 0);
        continue;
      }
      counts[group]++;
      for (int k = 0; k < patches.size(); k++) {
        sums[group * patches.size() + k] += rows[i][k];
      }
    }
    IntStream all = IntStream.range(0, blocks);
    (blocks > 1 && patches.groups() == 1 ? all.parallel() : all)
        .forEach(
            block -> {
              for (double[] row : rows) {
                add(products[group * blocks + block], row, block * BLOCK, width(block));
              }
            });
  }

  private static void add(double[] products, double[] row, int start, int width) {
    for (int i = 0; i < width; i++) {
      double value = row[start + i];
      if (value != 0) {
        for (int j = 0; j <= i; j++) {
          products[i * width + j] += value * row[start + j];
        }
      }
    }
  }

  /** Whether each group saw a position. */
  boolean isKnown() {
    return Arrays.stream(counts).allMatch(count -> count > 0);
  }

  /** The number of groups of outputs that read the same numbers. */
  int groups() {
    return patches.groups();
  }

  /** The number of blocks of a group's weights. */
  int blocks() {
    return blocks;
  }

  /** The number of weights in a block. */
  int width(int block) {
    return Math.min(BLOCK, patches.size() - block * BLOCK);
  }

  /**
   * A block's moments as a symmetric matrix, row after row.
   *
   * <p>What few positions say of weights together is doubtful: the fewer, the smaller are the
   * moments off the diagonal. And no number on the diagonal is zero, so that errors always count.
   *
   * @param central whether the means are taken away, since a bias makes up for them
   */
  double[] matrix(int group, int block, boolean central) {
    int width = width(block);
    long count = counts[group];
    double[] raw = products[group * blocks + block];
    double[] matrix = new double[width * width];
    int first = group * patches.size() + block * BLOCK;
    double trust = (double) count / (count + width);
    double trace = 0;
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        double means = central ? sums[first + i] * sums[first + j] / count : 0;
        double moment = (raw[i * width + j] - means) / count;
        double kept = i == j ? Math.max(0, moment) : trust * moment;
        matrix[i * width + j] = kept;
        matrix[j * width + i] = kept;
      }
      trace += matrix[i * width + i];
    }
    double least = trace == 0 ? 1 : 1e-3 * trace / width;
    for (int i = 0; i < width; i++) {
      matrix[i * width + i] += least;
    }
    return matrix;
  }
}
