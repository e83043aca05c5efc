package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** A sum or product of codes: (A, scale, zero, B, scale, zero, scale of C, zero of C). */
final class QLinearBinary implements Operator {
  private final String domain;
  private final String type;

  QLinearBinary(String domain, String type) {
    this.domain = domain;
    this.type = type;
  }

  @Override
  public String domain() {
    return domain;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), Broadcast.of(node.shape(0), node.shape(3)));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, 2 * Weights.DEQUANTIZING + 1 + Weights.QUANTIZING);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray left = Quantized.at(node, 0).centered();
    NdArray right = Quantized.at(node, 3).centered();
    float scale = node.array(6).floats()[0];
    float ofLeft = node.array(1).floats()[0];
    float ofRight = node.array(4).floats()[0];
    Stretched pair = Stretched.of(left, right);
    float[] numbers =
        type.equals("QLinearMul")
            ? products(left.ints(), right.ints(), pair, ofLeft * ofRight / scale)
            : sums(left.ints(), right.ints(), pair, ofLeft / scale, ofRight / scale);
    return List.of(codes(numbers, pair.shape(), node));
  }

  private static float[] products(int[] a, int[] b, Stretched pair, float factor) {
    float[] products = new float[pair.size()];
    for (int i = 0; i < products.length; i++) {
      products[i] = a[pair.left(i)] * b[pair.right(i)] * factor;
    }
    return products;
  }

  private static float[] sums(int[] a, int[] b, Stretched pair, float ofLeft, float ofRight) {
    float[] sums = new float[pair.size()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = a[pair.left(i)] * ofLeft + b[pair.right(i)] * ofRight;
    }
    return sums;
  }

  private static NdArray codes(float[] units, Shape shape, Evaluation node) {
    NdArray zero = node.arrayOrNull(7);
    int same = zero == null ? 0 : zero.ints()[0];
    Saturation saturation = Saturation.of(node.array(0).elementType());
    int[] codes = new int[units.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = saturation.code(units[i] + same, 0); // the kernels round with the zero point in it
    }
    return NdArray.of(node.array(0).elementType(), shape, codes);
  }
}
