package dev.brisk.quantization.int4.activation;

import dev.brisk.quantization.arithmetic.Affine;
import dev.brisk.quantization.int4.block.BlockFits;
import dev.brisk.quantization.int4.block.Blockwise.PlacedFit;
import dev.brisk.quantization.int4.block.Grid;
import dev.brisk.quantization.int4.block.SquaresFit;
import java.util.Optional;

/*
 * What a block with errors e adds to the squared error of results is e^T M e, with M the sums of
 * the products of the block's inputs. AWQ cuts the ranges of blocks to where that is least. Here the
 * lines of least squares compete too, plain and with each weight as important as the energy of its
 * input.
 */

/** The line of a block by what its errors do to results. */
public final class ResultFit implements PlacedFit {
  private static final int CUTS = 10;
  private static final float STEP = 0.05f;

  private final double[] products;
  private final float[] importance;
  private final Grid grid;

  private ResultFit(double[] products, float[] importance, Grid grid) {
    this.products = products;
    this.importance = importance;
    this.grid = grid;
  }

  /**
   * For weights that are multiplied by factors, and their inputs divided by them.
   *
   * @param rows the inputs, undivided, in blocks of the grid's size
   */
  public static ResultFit of(InputRows rows, Optional<float[]> factors, Grid grid) {
    double[] products = rows.products(factors);
    float[] importance = new float[rows.length()];
    double largest = Double.MIN_NORMAL;
    for (int i = 0; i < importance.length; i++) {
      largest = Math.max(largest, products[i * grid.block() + i % grid.block()]);
    }
    for (int i = 0; i < importance.length; i++) {
      double share = products[i * grid.block() + i % grid.block()] / largest;
      importance[i] = (float) Math.max(share, 1e-12);
    }
    return new ResultFit(products, importance, grid);
  }

  @Override
  public Affine line(float[] weights, int from, int count) {
    Affine best = BlockFits.all().get(0).line(weights, count, grid);
    double least = error(weights, best, from, count);
    float[] own = new float[count];
    System.arraycopy(importance, from, own, 0, count);
    float most = 0;
    for (int i = 0; i < count; i++) {
      most = Math.max(most, Math.abs(weights[i]));
    }
    for (int i = -1; i < CUTS; i++) {
      Affine line =
          i < 0
              ? SquaresFit.line(weights, own, count, grid)
              : BlockFits.cut(weights, count, most * (1 - i * STEP), grid);
      double error = error(weights, line, from, count);
      if (error < least) {
        least = error;
        best = line;
      }
    }
    return best;
  }

  private double error(float[] weights, Affine line, int from, int count) {
    double[] off = new double[count];
    for (int i = 0; i < count; i++) {
      off[i] = (double) weights[i] - line.value(line.code(weights[i], grid.codes()));
    }
    double error = 0;
    for (int i = 0; i < count; i++) {
      int at = (from + i) * grid.block();
      double sum = 0;
      for (int k = 0; k < i; k++) {
        sum += products[at + k] * off[k];
      }
      error += off[i] * (2 * sum + products[at + i] * off[i]);
    }
    return error;
  }
}
