package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of several heads whose queries, keys and values are products of one input with weights
 * side by side; the second output holds the keys and the values, earlier ones included.
 */
final class ProjectedAttention implements Operator {
  private static final int MASK = 3;
  private static final int PAST = 4;
  private static final int ADDED = 5;

  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "Attention";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    Shape made = null;
    if (input != null && input.rank() == 3 && weights != null && weights.isStatic()) {
      made =
          Dim.shape(
              List.of(Dim.of(input, 0), Dim.of(input, 1), Dim.of(sizes(node, weights.dim(1))[2])));
    }
    node.output(0, node.elementType(0), made);
    node.output(1, node.elementType(0), Axes.unknown(5));
  }

  private static long[] sizes(InferenceContext node, long all) {
    long[] given = node.attributes().ints("qkv_hidden_sizes");
    return given == null ? new long[] {all / 3, all / 3, all / 3} : given;
  }

  /** Of the projections, and of the attention of all to all. */
  @Override
  public long macs(InferenceContext node) {
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    if (input == null || input.rank() != 3 || weights == null || weights.rank() != 2) {
      return 0;
    }
    Shape sized = input.withFree(1);
    long rows = sized.dim(0) * sized.dim(1);
    long all = weights.withFree(1).dim(1);
    long[] sizes = sizes(node, all);
    long each = Math.multiplyExact(sized.dim(2), all) + sized.dim(1) * (sizes[0] + sizes[2]);
    return Math.multiplyExact(rows, each);
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    if (node.attributes().intOr("do_rotary", 0) != 0) {
      return null;
    }
    NdArray input = node.array(0);
    NdArray weights = node.array(1);
    NdArray products = Product.of(node, input, weights, input.elementType());
    NdArray all = Heads.biased(products, node.arrayOrNull(2), 0);
    long[] sizes = sizes(node, weights.dim(1));
    long heads = node.attributes().intOr("num_heads", 1);
    List<NdArray> parts = new ArrayList<>();
    int from = 0;
    for (long size : sizes) {
      parts.add(Heads.apart(Heads.columns(all, from, (int) size), heads));
      from += (int) size;
    }
    return attended(node, parts.get(0), parts.get(1), parts.get(2));
  }

  private static List<NdArray> attended(
      Evaluation node, NdArray queries, NdArray key, NdArray value) {
    NdArray past = node.arrayOrNull(PAST);
    NdArray keys = past == null ? key : Heads.after(half(past, 0), key);
    NdArray values = past == null ? value : Heads.after(half(past, 1), value);
    double scale = node.attributes().floatOr("scale", 0);
    DotProductAttention attention =
        new DotProductAttention(
            queries,
            keys,
            values,
            scale == 0 ? 1 / Math.sqrt(queries.dim(3)) : scale,
            0,
            Masks.of(node, MASK, ADDED, keys.dim(2), past == null ? 0 : past.dim(3)));
    List<NdArray> made = new ArrayList<>();
    made.add(Heads.together(attention.run(node)));
    if (!node.node().output(1).isEmpty()) {
      Shape one = keys.shape();
      NdArray both = NdArray.join(keys, values);
      made.add(both.reshape(2, one.dim(0), one.dim(1), one.dim(2), one.dim(3)));
    }
    return made;
  }

  private static NdArray half(NdArray past, int which) {
    int size = past.size() / 2;
    NdArray half = past.slice(which * size, size);
    return half.reshape(past.dim(1), past.dim(2), past.dim(3), past.dim(4));
  }
}
