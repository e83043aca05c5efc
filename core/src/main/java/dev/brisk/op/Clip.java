package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Each element no less than a minimum, then no more than a maximum; either may be left out. */
final class Clip implements Operator {
  @Override
  public String type() {
    return "Clip";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, 2);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray min = bound(node, 1, "min");
    NdArray max = bound(node, 2, "max");
    return List.of(input.isFloat() ? floats(input, min, max) : integers(input, min, max));
  }

  /** By an input, or by an attribute before version 11. */
  private static @Nullable NdArray bound(Evaluation node, int input, String attribute) {
    if (node.opset() < 11) {
      return node.attributes().has(attribute)
          ? NdArray.scalar(ElementType.FLOAT64, node.attributes().floatOr(attribute, 0))
          : null;
    }
    NdArray given = node.arrayOrNull(input);
    return given == null || given.size() == 0 ? null : given;
  }

  private static NdArray floats(NdArray input, @Nullable NdArray min, @Nullable NdArray max) {
    if (input.elementType() != ElementType.FLOAT64) {
      float low = min == null ? Float.NEGATIVE_INFINITY : (float) min.asDouble();
      float high = max == null ? Float.POSITIVE_INFINITY : (float) max.asDouble();
      float[] clipped = input.floats().clone();
      for (int i = 0; i < clipped.length; i++) {
        clipped[i] = Math.min(Math.max(clipped[i], low), high);
      }
      return NdArray.of(input.elementType(), input.shape(), clipped);
    }
    double low = min == null ? Double.NEGATIVE_INFINITY : min.asDouble();
    double high = max == null ? Double.POSITIVE_INFINITY : max.asDouble();
    double[] clipped = input.doubles().clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.min(Math.max(clipped[i], low), high);
    }
    return NdArray.of(input.elementType(), input.shape(), clipped);
  }

  /** As signed numbers; those of uint64 with the top bit turned over, which keeps their order. */
  private static NdArray integers(NdArray input, @Nullable NdArray min, @Nullable NdArray max) {
    long turned = input.elementType() == ElementType.UINT64 ? Long.MIN_VALUE : 0;
    long low = min == null ? Long.MIN_VALUE : min.asLong() ^ turned;
    long high = max == null ? Long.MAX_VALUE : max.asLong() ^ turned;
    long[] clipped = input.longs().clone();
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.min(Math.max(clipped[i] ^ turned, low), high) ^ turned;
    }
    return NdArray.of(input.elementType(), input.shape(), clipped);
  }
}
