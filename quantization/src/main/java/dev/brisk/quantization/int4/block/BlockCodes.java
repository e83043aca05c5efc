package dev.brisk.quantization.int4.block;

import dev.brisk.quantization.arithmetic.Affine;

/** A matrix as codes in blocks along its columns, each with a line of its own. Not thread-safe. */
public final class BlockCodes {
  private final Grid grid;
  private final int inputs;
  private final int columns;
  private final byte[] codes;
  private final float[] scales;
  private final byte[] zeroPoints;

  /** Codes still to be set. */
  public BlockCodes(Grid grid, int inputs, int columns) {
    this.grid = grid;
    this.inputs = inputs;
    this.columns = columns;
    this.codes = new byte[Math.multiplyExact(inputs, columns)];
    this.scales = new float[Math.multiplyExact(columns, grid.blocks(inputs))];
    this.zeroPoints = new byte[scales.length];
  }

  /**
   * Sets a block. Threads may set blocks of different columns at once.
   *
   * @param weights the block's weights in the first places
   */
  void set(int column, int block, float[] weights, Affine line) {
    int from = block * grid.block();
    int count = Math.min(grid.block(), inputs - from);
    setLine(column, block, line);
    for (int i = 0; i < count; i++) {
      setCode(column, from + i, line.code(weights[i], grid.codes()));
    }
  }

  /** Sets the line of a block. */
  public void setLine(int column, int block, Affine line) {
    int place = column * grid.blocks(inputs) + block;
    scales[place] = line.scale();
    zeroPoints[place] = (byte) line.zeroPoint();
  }

  /** Sets the code of a weight. */
  public void setCode(int column, int input, int code) {
    codes[column * inputs + input] = (byte) code;
  }

  /** The codes' grid. */
  public Grid grid() {
    return grid;
  }

  /** The length of a column. */
  public int inputs() {
    return inputs;
  }

  /** The number of columns. */
  public int columns() {
    return columns;
  }

  /** The code of a weight, unsigned. */
  public int code(int column, int input) {
    return codes[column * inputs + input] & 0xFF;
  }

  /** The code of a block that stands for zero. */
  public int zeroPoint(int column, int block) {
    return zeroPoints[column * grid.blocks(inputs) + block] & 0xFF;
  }

  /** The scale of each block, column by column; not to be changed. */
  public float[] scales() {
    return scales;
  }

  /** The numbers that the codes of a column stand for, to the start of an array. */
  public void decode(int column, float[] to) {
    int blocks = grid.blocks(inputs);
    for (int k = 0; k < inputs; k++) {
      int place = column * blocks + k / grid.block();
      to[k] = (code(column, k) - (zeroPoints[place] & 0xFF)) * scales[place];
    }
  }
}
