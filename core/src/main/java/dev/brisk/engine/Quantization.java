package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Node;
import org.jspecify.annotations.Nullable;

/** The grids of QuantizeLinear and DequantizeLinear nodes. */
public final class Quantization {
  private Quantization() {}

  /**
   * The grid of a node between codes and numbers; null if it has none that is known before a run,
   * or one in blocks.
   */
  public static @Nullable Grid grid(Node node, Facts facts) {
    boolean quantizes = isQuantize(node);
    if (!quantizes && !isDequantize(node)) {
      return null;
    }
    ElementType codes = facts.type(quantizes ? node.output(0) : node.input(0));
    ElementType numbers = facts.type(quantizes ? node.input(0) : node.output(0));
    long[] dims = facts.dims(node.input(0));
    Tensor scale = facts.constant(node.input(1));
    Tensor zero = node.input(2).isEmpty() ? null : facts.constant(node.input(2));
    boolean unknownZero = !node.input(2).isEmpty() && zero == null;
    if (scale == null
        || unknownZero
        || codes == null
        || !isCode(codes)
        || numbers != ElementType.FLOAT32
        || scale.elementType() != ElementType.FLOAT32
        || dims == null
        || node.attributes().intOr("block_size", 0) != 0) {
      return null;
    }
    return grid(node, codes, dims, scale, zero);
  }

  private static @Nullable Grid grid(
      Node node, ElementType codes, long[] dims, Tensor scale, @Nullable Tensor zero) {
    float[] scales = scale.toFloatArray();
    int[] zeros = zero == null ? new int[scales.length] : zero.toIntArray();
    if (zeros.length != scales.length || scales.length == 0) {
      return null;
    }
    if (scales.length == 1) {
      return Grid.of(codes, scales[0], zeros[0]);
    }
    long axis = node.attributes().intOr("axis", 1);
    int place = (int) (axis < 0 ? axis + dims.length : axis);
    return scale.shape().rank() == 1 && place < dims.length && dims[place] == scales.length
        ? Grid.of(codes, scales, zeros, place)
        : null;
  }

  private static boolean isCode(ElementType type) {
    return type == ElementType.INT8 || type == ElementType.UINT8 || type == ElementType.INT32;
  }

  /** Whether it is of that operator. */
  public static boolean isQuantize(Node node) {
    return node.operator().equals("QuantizeLinear");
  }

  /** Whether it is of that operator. */
  public static boolean isDequantize(Node node) {
    return node.operator().equals("DequantizeLinear");
  }
}
