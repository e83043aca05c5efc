package dev.brisk.benchmarks.model;

import dev.brisk.Shape;

/** Shapes whose first dimension is the free batch. */
final class BatchShape {
  private BatchShape() {}

  static Shape of(long... sampleDims) {
    long[] dims = new long[sampleDims.length + 1];
    System.arraycopy(sampleDims, 0, dims, 1, sampleDims.length);
    dims[0] = Shape.FREE;
    String[] symbols = new String[dims.length];
    symbols[0] = "batch";
    return Shape.of(dims, symbols);
  }
}
