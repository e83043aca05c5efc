package dev.brisk.benchmarks;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.benchmarks.model.Gaussians;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Seeded inputs for any model, as many as are asked for: smooth images for float32 inputs, token
 * numbers or their mask for int64 ones.
 *
 * @param low the least value
 * @param high the greatest float value; the least token number that is too great
 */
record Samples(long seed, double low, double high) {
  private static final int GRID = 5;
  private static final double NOISE = 0.2;
  private static final double WIDEST = 3;

  /** Consecutive samples, made one at a time as they are asked for. */
  Iterable<Map<String, Tensor>> range(List<TensorSpec> inputs, long from, long to) {
    return () -> LongStream.range(from, to).mapToObj(index -> of(inputs, index, 1)).iterator();
  }

  /** A batch whose first sample has the given index; free dimensions other than the batch are 1. */
  Map<String, Tensor> of(List<TensorSpec> inputs, long index, int batch) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (TensorSpec input : inputs) {
      Shape declared = input.shape() == null ? Shape.of(Shape.FREE) : input.shape();
      Shape shape =
          declared.dim(0) == Shape.FREE
              ? declared.withDim(0, batch).withFree(1)
              : declared.withFree(1);
      tensors.put(input.name(), tensor(input, shape, index));
    }
    return tensors;
  }

  private Tensor tensor(TensorSpec input, Shape shape, long index) {
    Tensor tensor = Tensor.allocate(input.elementType(), shape);
    long samples = shape.dim(0);
    int size = (int) (shape.elements() / samples);
    for (int i = 0; i < samples; i++) {
      if (input.elementType() == ElementType.INT64) {
        tokens(input.name(), tensor.asLongBuffer().slice(i * size, size), index + i);
      } else {
        image(shape, tensor.asFloatBuffer().slice(i * size, size), index + i);
      }
    }
    return tensor;
  }

  /** Texts of differing length, the first as long as can be. */
  private void tokens(String input, LongBuffer values, long index) {
    SplittableRandom random = new SplittableRandom(seed + index);
    int longest = values.capacity();
    int length = index == 0 ? longest : random.nextInt(longest / 4, longest + 1);
    boolean mask = input.contains("mask");
    for (int i = 0; i < length; i++) {
      values.put(i, mask ? 1 : random.nextLong((long) low, (long) high));
    }
  }

  /** For each channel a few random values, the pixels between interpolated, and some noise. */
  private void image(Shape shape, FloatBuffer values, long index) {
    Gaussians gaussians = new Gaussians(seed, "image" + index);
    int width = (int) shape.dim(shape.rank() - 1);
    int height = shape.rank() < 3 ? 1 : (int) shape.dim(shape.rank() - 2);
    while (values.hasRemaining()) {
      double[][] grid = grid(gaussians);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double smooth = between(grid, scaled(y, height), scaled(x, width));
          values.put(bounded(smooth + NOISE * gaussians.next()));
        }
      }
    }
  }

  private static double[][] grid(Gaussians gaussians) {
    double[][] grid = new double[GRID + 1][GRID + 1];
    double brightness = gaussians.next();
    for (double[] row : grid) {
      for (int i = 0; i < row.length; i++) {
        row[i] = brightness + gaussians.next();
      }
    }
    return grid;
  }

  private static double scaled(int pixel, int pixels) {
    return (double) pixel * GRID / pixels;
  }

  private static double between(double[][] grid, double y, double x) {
    int row = (int) y;
    int column = (int) x;
    double above = mix(grid[row][column], grid[row][column + 1], x - column);
    double below = mix(grid[row + 1][column], grid[row + 1][column + 1], x - column);
    return mix(above, below, y - row);
  }

  private static double mix(double left, double right, double share) {
    return left + (right - left) * share;
  }

  private float bounded(double value) {
    double unit = Math.max(-1, Math.min(1, value / WIDEST));
    return (float) (low + (high - low) * (unit + 1) / 2);
  }
}
