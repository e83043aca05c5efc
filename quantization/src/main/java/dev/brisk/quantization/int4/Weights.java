package dev.brisk.quantization.int4;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.quantization.int4.block.Grid;
import dev.brisk.quantization.int4.block.Matrix;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether constants can be, and are worth being, codes in blocks. */
final class Weights {
  private Weights() {}

  /** Why a constant stays as it is; empty if it can become codes. */
  static Optional<String> obstacle(
      Level.@Nullable Constant constant, boolean columnsFirst, Grid grid) {
    if (constant == null) {
      return Optional.of("its weights are no constant");
    }
    Tensor tensor = constant.tensor();
    if (tensor.elementType() != ElementType.FLOAT32) {
      return Optional.of("its weights are " + tensor.elementType() + ", not float32");
    }
    if (tensor.shape().rank() != 2 || tensor.elements() == 0) {
      return Optional.of("its weights are no matrix, but " + tensor.shape());
    }
    if (tensor.byteSize() > Integer.MAX_VALUE) {
      return Optional.of("its weights take 2 GiB or more");
    }
    Matrix matrix = Matrix.of(tensor, columnsFirst);
    long bytes = (long) grid.blocks(matrix.inputs()) * bytesOfBlock(grid);
    if (2 * bytes > (long) matrix.inputs() * Float.BYTES) {
      return Optional.of(
          "blocks of %d save too little where an output has %d weights"
              .formatted(grid.block(), matrix.inputs()));
    }
    return matrix.isFinite()
        ? Optional.empty()
        : Optional.of("its weights are not all finite numbers");
  }

  private static int bytesOfBlock(Grid grid) {
    return grid.block() * grid.bits() / Byte.SIZE + Float.BYTES + (grid.symmetric() ? 0 : 1);
  }
}
