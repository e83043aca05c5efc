package dev.brisk.quantization.int4.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brisk.Tensor;
import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.int4.block.BlockCodes;
import dev.brisk.quantization.int4.block.BlockFits;
import dev.brisk.quantization.int4.block.Blockwise;
import dev.brisk.quantization.int4.block.Grid;
import dev.brisk.quantization.int4.block.Matrix;
import dev.brisk.quantization.int4.block.SquaresFit;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorFeedbackTest {
  @ParameterizedTest(name = "size {0}")
  @ValueSource(ints = {1, 2, 15, 16, 17, 40, 70})
  void factor_timesItself_isTheSecondMoments(int size) {
    Random random = new Random(size);
    float[][] rows = rows(random, 3 * size, size);
    SecondMoments moments = moments(rows, size);
    double[][] exact = exactMoments(rows, size);

    Factor factor = moments.factor();

    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double sum = 0;
        for (int k = j; k < size; k++) {
          sum += factor.row(i)[k - i] * factor.row(j)[k - j];
        }
        assertThat(sum).isCloseTo(exact[i][j], within(1e-8 * Math.abs(exact[i][i]) + 1e-8));
      }
    }
  }

  /** The published form: all later weights are updated by the inverse of what is left of H. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void codes_areThoseOfThePublishedUpdates(long seed) {
    Random random = new Random(seed);
    int inputs = 16 * (1 + random.nextInt(3)) + random.nextInt(5);
    int columns = 3;
    Grid grid = new Grid(4, 16, seed % 2 == 0);
    float[][] rows = rows(random, 5 * inputs, inputs);
    float[] values = weights(random, inputs * columns);
    Matrix matrix = Matrix.of(Tensor.of(values, columns, inputs), true);

    BlockCodes codes = ErrorFeedback.quantize(matrix, moments(rows, inputs).factor(), grid);

    int same = 0;
    for (int column = 0; column < columns; column++) {
      int[] expected = published(values, column, exactMoments(rows, inputs), inputs, grid);
      for (int i = 0; i < inputs; i++) {
        same += codes.code(column, i) == expected[i] ? 1 : 0;
      }
    }
    assertThat(same).isGreaterThanOrEqualTo(inputs * columns - 1);
  }

  private static int[] published(
      float[] values, int column, double[][] moments, int inputs, Grid grid) {
    double[] weights = new double[inputs];
    for (int i = 0; i < inputs; i++) {
      weights[i] = values[column * inputs + i];
    }
    double[] importance = new double[inputs];
    double largest = 0;
    for (int i = 0; i < inputs; i++) {
      importance[i] = 1 / inverse(moments, i)[0][0];
      largest = Math.max(largest, importance[i]);
    }
    int[] codes = new int[inputs];
    Affine line = new Affine(1, 0);
    for (int i = 0; i < inputs; i++) {
      if (i % grid.block() == 0) {
        int size = Math.min(grid.block(), inputs - i);
        float[] block = new float[size];
        float[] shares = new float[size];
        for (int k = 0; k < size; k++) {
          block[k] = (float) weights[i + k];
          shares[k] = (float) (importance[i + k] / largest);
        }
        line = SquaresFit.line(block, shares, size, grid);
      }
      codes[i] = line.code((float) weights[i], grid.codes());
      double[][] inverse = inverse(moments, i);
      double error = (weights[i] - line.value(codes[i])) / inverse[0][0];
      for (int j = i; j < inputs; j++) {
        weights[j] -= error * inverse[0][j - i];
      }
    }
    return codes;
  }

  /** The inverse of the lower right part of a matrix from an index on, by elimination. */
  private static double[][] inverse(double[][] matrix, int from) {
    int size = matrix.length - from;
    double[][] left = new double[size][2 * size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(matrix[from + i], from, left[i], 0, size);
      left[i][size + i] = 1;
    }
    for (int i = 0; i < size; i++) {
      double pivot = left[i][i];
      for (int k = 0; k < 2 * size; k++) {
        left[i][k] /= pivot;
      }
      for (int j = 0; j < size; j++) {
        double factor = left[j][i];
        for (int k = 0; j != i && k < 2 * size; k++) {
          left[j][k] -= factor * left[i][k];
        }
      }
    }
    double[][] inverse = new double[size][size];
    for (int i = 0; i < size; i++) {
      System.arraycopy(left[i], size, inverse[i], 0, size);
    }
    return inverse;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void errorOfOutputs_isBelowThatOfPlainCodes(long seed) {
    Random random = new Random(seed);
    int inputs = 96;
    int columns = 70;
    Grid grid = new Grid(4, 32, false);
    float[][] rows = rows(random, 400, inputs);
    float[][] others = rows(new Random(seed), 400, inputs);
    float[] values = weights(random, inputs * columns);
    Matrix matrix = Matrix.of(Tensor.of(values, columns, inputs), true);

    BlockCodes codes = ErrorFeedback.quantize(matrix, moments(rows, inputs).factor(), grid);
    BlockCodes plain = Blockwise.quantize(matrix, grid, BlockFits.all().get(0));

    assertThat(error(codes, values, others)).isLessThan(0.6 * error(plain, values, others));
  }

  private static double error(BlockCodes codes, float[] values, float[][] rows) {
    float[] decoded = new float[codes.inputs()];
    double error = 0;
    for (int column = 0; column < codes.columns(); column++) {
      codes.decode(column, decoded);
      for (float[] row : rows) {
        double sum = 0;
        for (int i = 0; i < decoded.length; i++) {
          sum += row[i] * (decoded[i] - (double) values[column * decoded.length + i]);
        }
        error += sum * sum;
      }
    }
    return error;
  }

  private static SecondMoments moments(float[][] rows, int size) {
    SecondMoments moments = new SecondMoments(size);
    for (float[] row : rows) {
      moments.add(row);
    }
    return moments;
  }

  private static double[][] exactMoments(float[][] rows, int size) {
    double[][] sums = new double[size][size];
    double trace = 0;
    for (float[] row : rows) {
      for (int i = 0; i < size; i++) {
        trace += (double) row[i] * row[i];
        for (int j = 0; j < size; j++) {
          sums[i][j] += (double) row[i] * row[j];
        }
      }
    }
    for (int i = 0; i < size; i++) {
      sums[i][i] += 0.01 * trace / size;
    }
    return sums;
  }

  /** Rows whose numbers hang on each other, and differ in size. */
  private static float[][] rows(Random random, int count, int length) {
    float[][] rows = new float[count][length];
    for (float[] row : rows) {
      double common = random.nextGaussian();
      double last = 0;
      for (int i = 0; i < length; i++) {
        last = 0.8 * last + random.nextGaussian();
        row[i] = (float) ((last + common) * (i % 7 == 0 ? 3 : 1));
      }
    }
    return rows;
  }

  private static float[] weights(Random random, int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return weights;
  }
}
