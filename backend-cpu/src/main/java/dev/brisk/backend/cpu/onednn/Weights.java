package dev.brisk.backend.cpu.onednn;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.engine.Grid;
import dev.brisk.engine.Operand;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;

/** Constant weights of products. */
final class Weights {
  private Weights() {}

  /**
   * Whether the first two inputs can be multiplied: as numbers, or as codes of which the weights
   * are int8 without zero points and have one scale, or one for each index of an axis.
   */
  static boolean suit(Request request, int axis) {
    Grid source = request.input(0).grid();
    if (source == null) {
      return true; // codes of weights are dequantized ahead
    }
    Grid weights = request.input(1).grid();
    return source.isPerTensor()
        && source.type() != ElementType.INT32
        && weights != null
        && weights.type() == ElementType.INT8
        && weights.isSymmetric()
        && (weights.isPerTensor() || weights.axis() == axis);
  }

  /** The argument with constant weights, packed when first needed. */
  static Argument argument(Request request, int index, Md plain, Md packed) {
    Operand weights = request.input(index);
    boolean codes = plain.type() != DataType.F32;
    String key = codes ? weights.value() + " codes" : request.key(weights, "numbers");
    return Argument.constant(
        dnnl.DNNL_ARG_WEIGHTS,
        packed,
        () ->
            request
                .constants()
                .packed(
                    key + " " + plain.key(), plain, packed, () -> bytes(request, weights, codes)));
  }

  private static ByteBuffer bytes(Request request, Operand weights, boolean codes) {
    Tensor tensor = Objects.requireNonNull(request.facts().constant(weights.value()));
    return codes || (weights.grid() == null && tensor.hasBytes())
        ? tensor.asByteBuffer()
        : Bytes.of(request.numbers(weights));
  }
}
