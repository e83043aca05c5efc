package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product with a matrix of packed few-bit weights: (A, B, scales, zero points, block of each row
 * of B, bias). The attributes K and N are the matrix's sizes; each of its columns comes in blocks
 * with a scale each.
 */
final class MatMulNBits implements Operator {
  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "MatMulNBits";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape left = node.shape(0);
    if (left == null || left.rank() == 0) {
      node.output(0, node.elementType(0), null);
      return;
    }
    List<Dim> dims = Dim.list(left);
    dims.set(dims.size() - 1, Dim.of(node.attributes().intOr("N", 0)));
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  @Override
  public long macs(InferenceContext node) {
    return Product.macs(node, false);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray left = node.array(0);
    NdArray product = Product.of(node, left, weights(node), left.elementType());
    NdArray bias = node.arrayOrNull(5);
    if (bias == null) {
      return List.of(product);
    }
    float[] sums = product.floats().clone();
    float[] offsets = bias.floats();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += offsets[i % offsets.length];
    }
    return List.of(NdArray.of(left.elementType(), product.shape(), sums));
  }

  private static NdArray weights(Evaluation node) {
    int inner = (int) node.attributes().intOr("K", 0);
    int columns = (int) node.attributes().intOr("N", 0);
    int block = (int) node.attributes().intOr("block_size", 0);
    int bits = (int) node.attributes().intOr("bits", 4);
    int blocks = -Math.floorDiv(-inner, block);
    int[] codes = Packed.codes(node.array(1).ints(), bits, blocks * block);
    float[] scales = node.array(2).floats();
    float[] zeros = zeros(node.arrayOrNull(3), columns * blocks, blocks, bits);
    NdArray groups = node.arrayOrNull(4);
    int[] group = groups == null ? null : groups.ints();
    float[] weights = new float[inner * columns];
    for (int column = 0; column < columns; column++) {
      for (int row = 0; row < inner; row++) {
        int place = column * blocks + (group == null ? row / block : group[row]);
        int code = codes[column * blocks * block + row];
        weights[row * columns + column] = (code - zeros[place]) * scales[place];
      }
    }
    return NdArray.of(node.array(2).elementType(), Shape.of(inner, columns), weights);
  }

  /** For each block its zero point, by default the middle code. */
  private static float[] zeros(@Nullable NdArray given, int count, int row, int bits) {
    if (given != null && given.isFloat()) {
      return given.floats();
    }
    int[] packed = given == null ? null : Packed.codes(given.ints(), bits, row);
    float[] zeros = new float[count];
    for (int i = 0; i < count; i++) {
      zeros[i] = packed == null ? 1 << (bits - 1) : packed[i];
    }
    return zeros;
  }
}
