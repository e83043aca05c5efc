package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of several heads side by side, to which biases may be added; the inputs may be packed
 * into one, and keys and values of earlier runs may come before.
 */
final class MultiHeadAttention implements Operator {
  private static final int BIAS = 3;
  private static final int PADDING = 4;
  private static final int ADDED = 5;
  private static final int PAST_KEYS = 6;

  @Override
  public String domain() {
    return MICROSOFT;
  }

  @Override
  public String type() {
    return "MultiHeadAttention";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape query = node.shape(0);
    Shape value = node.shape(2);
    Shape made = query == null ? null : Axes.unknown(3).withDim(0, query.dim(0));
    if (query != null && query.rank() == 3 && value != null && value.rank() == 3) {
      made = Dim.shape(List.of(Dim.of(query, 0), Dim.of(query, 1), Dim.of(value, 2)));
    }
    node.output(0, node.elementType(0), made);
    node.output(1, node.elementType(0), Axes.unknown(4));
    node.output(2, node.elementType(0), Axes.unknown(4));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    long heads = node.attributes().intOr("num_heads", 1);
    NdArray bias = node.arrayOrNull(BIAS);
    NdArray queries = apart(part(node, 0), heads, bias, 0);
    int features = queries.dim(1) * queries.dim(3);
    NdArray keys = apart(part(node, 1), heads, bias, features);
    NdArray values = apart(part(node, 2), heads, bias, 2 * features);
    NdArray past = node.arrayOrNull(PAST_KEYS);
    if (past != null) {
      keys = Heads.after(past, keys);
      values = Heads.after(node.array(PAST_KEYS + 1), values);
    }
    double scale = node.attributes().floatOr("scale", 0);
    DotProductAttention attention =
        new DotProductAttention(
            queries,
            keys,
            values,
            scale == 0 ? 1 / Math.sqrt(queries.dim(3)) : scale,
            0,
            Masks.of(node, PADDING, ADDED, keys.dim(2), past == null ? 0 : past.dim(2)));
    return List.of(Heads.together(attention.run(node)), keys, values);
  }

  /** The queries, keys or values: an input of their own, or a part of one before. */
  private static NdArray part(Evaluation node, int which) {
    NdArray own = node.arrayOrNull(which);
    if (node.array(0).rank() == 5) {
      return merged(Heads.packed(node.array(0), which));
    } else if (own != null && own.rank() != 5) {
      return own;
    }
    return merged(Heads.packed(node.array(1), which - 1));
  }

  private static NdArray merged(NdArray array) {
    return array.reshape(array.dim(0), array.dim(1), (long) array.dim(2) * array.dim(3));
  }

  private static NdArray apart(NdArray part, long heads, @Nullable NdArray bias, int from) {
    return Heads.apart(part.rank() == 3 ? Heads.biased(part, bias, from) : part, heads);
  }
}
