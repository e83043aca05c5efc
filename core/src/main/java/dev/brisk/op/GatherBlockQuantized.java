package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Slices of a tensor of blocks of codes, picked by indices, as numbers: (data, indices, scales,
 * zero points). Codes of fewer than 8 bits may come packed in uint8, along the last axis.
 */
final class GatherBlockQuantized implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "GatherBlockQuantized";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape data = node.shape(0);
    Shape indices = node.shape(1);
    if (data == null || indices == null) {
      node.output(0, node.elementType(2), null);
      return;
    }
    List<Dim> dims = Dim.list(data);
    int last = dims.size() - 1;
    if (node.elementType(0) == ElementType.UINT8) {
      dims.set(last, dims.get(last).times(Dim.of(Byte.SIZE / bits(node))));
    }
    int along = along(node, data.rank());
    dims.remove(along);
    dims.addAll(along, Dim.list(indices));
    node.output(0, node.elementType(2), Dim.shape(dims));
  }

  private static int bits(InferenceContext node) {
    return node.elementType(0) == ElementType.UINT8 ? (int) node.attributes().intOr("bits", 4) : 4;
  }

  private static int along(InferenceContext node, int rank) {
    int along = Axes.of(node.attributes().intOr("gather_axis", 0), rank);
    if (along == blocked(node, rank)) {
      throw new InvalidModelException(
          "What is gathered cannot be the axis " + along + " of blocks");
    }
    return along;
  }

  private static int blocked(InferenceContext node, int rank) {
    return Axes.of(node.attributes().intOr("quantize_axis", 1), rank);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    int rank = node.array(0).rank();
    int blocked = blocked(node, rank);
    NdArray scales = picked(node, node.array(2));
    NdArray codes = unpacked(node, picked(node, node.array(0)), Integer.MAX_VALUE);
    NdArray given = node.arrayOrNull(3);
    int row = scales.dim(scales.rank() - 1);
    NdArray zeros =
        given == null ? middle(node, scales.shape()) : unpacked(node, picked(node, given), row);
    int axis = blocked < along(node, rank) ? blocked : blocked + node.array(1).rank() - 1;
    long block = node.attributes().intOr("block_size", 128);
    return List.of(Quantized.of(codes, scales, zeros, axis, block).numbers(scales.elementType()));
  }

  private static NdArray picked(Evaluation node, NdArray from) {
    Attributes axis = Attributes.of(Attribute.of("axis", (long) along(node, from.rank())));
    return node.apply("Gather", axis, from, node.array(1));
  }

  /** Packed codes as integers, at most so many to a row. */
  private static NdArray unpacked(Evaluation node, NdArray codes, int most) {
    int bits = bits(node);
    if (node.elementType(0) != ElementType.UINT8 || bits == Byte.SIZE || codes.rank() == 0) {
      return codes;
    }
    int last = codes.rank() - 1;
    int row = Math.min(most, codes.dim(last) * (Byte.SIZE / bits));
    Shape shape = codes.shape().withDim(last, row);
    return NdArray.of(ElementType.UINT8, shape, Packed.codes(codes.ints(), bits, row));
  }

  /** Zero points where none are given: the middle code where codes come in uint8. */
  private static @Nullable NdArray middle(Evaluation node, Shape shape) {
    if (node.elementType(0) != ElementType.UINT8) {
      return null;
    }
    int[] zeros = new int[Math.toIntExact(shape.elements())];
    Arrays.fill(zeros, 1 << (bits(node) - 1));
    return NdArray.of(ElementType.UINT8, shape, zeros);
  }
}
