package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.op.DotProductAttention.Bias;
import dev.brisk.op.DotProductAttention.Stage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attention of several heads, which are an axis of their own or side by side: the outputs, the keys
 * and values including those of earlier runs, and the scores at a stage.
 */
final class Attention implements Operator {
  private static final int PAST_KEYS = 4;
  private static final int PAST_VALUES = 5;
  private static final int LENGTHS = 6;

  @Override
  public String type() {
    return "Attention";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape query = node.shape(0);
    Shape key = apart(node, 1, "kv_num_heads");
    Shape value = apart(node, 2, "kv_num_heads");
    Shape split = apart(node, 0, "q_num_heads");
    if (query == null || split == null || key == null || value == null) {
      node.output(0, node.elementType(0), query == null ? null : Axes.unknown(query.rank()));
      return;
    }
    Dim wide = Dim.of(value, 3);
    Shape apart = Dim.shape(List.of(Dim.of(split, 0), Dim.of(split, 1), Dim.of(split, 2), wide));
    Dim features = Dim.of(split, 1).times(wide);
    Shape together = Dim.shape(List.of(Dim.of(split, 0), Dim.of(split, 2), features));
    node.output(0, node.elementType(0), query.rank() == 4 ? apart : together);
    Shape keys = grown(key, node.shape(PAST_KEYS), node.has(PAST_KEYS));
    node.output(1, node.elementType(1), keys);
    node.output(
        2, node.elementType(2), grown(value, node.shape(PAST_VALUES), node.has(PAST_VALUES)));
    Shape scores =
        Dim.shape(List.of(Dim.of(split, 0), Dim.of(split, 1), Dim.of(split, 2), Dim.of(keys, 2)));
    node.output(3, node.elementType(0), scores);
  }

  @Override
  public Pattern pattern() {
    return new AttentionPattern();
  }

  /** An input's shape as (batch, heads, steps, size). */
  private static @Nullable Shape apart(InferenceContext node, int input, String headsAttribute) {
    Shape shape = node.shape(input);
    if (shape == null || shape.rank() == 4) {
      return shape;
    } else if (shape.rank() != 3) {
      return null;
    }
    long heads = node.attributes().intOr(headsAttribute, 1);
    Dim features = Dim.of(shape, 2);
    Dim size = features.known() ? Dim.of(features.value() / heads) : Dim.UNKNOWN;
    return Dim.shape(List.of(Dim.of(shape, 0), Dim.of(heads), Dim.of(shape, 1), size));
  }

  private static Shape grown(Shape given, @Nullable Shape past, boolean hasPast) {
    if (!hasPast) {
      return given;
    }
    List<Dim> dims = new ArrayList<>(Dim.list(given));
    dims.set(2, past == null ? Dim.UNKNOWN : dims.get(2).plus(Dim.of(past, 2)));
    return Dim.shape(dims);
  }

  /** For each query and key the products of both and the weighing of the value. */
  @Override
  public long macs(InferenceContext node) {
    Shape query = apart(node, 0, "q_num_heads");
    Shape keys = node.toldShape(1);
    Shape value = apart(node, 2, "kv_num_heads");
    if (query == null || keys == null || value == null) {
      return 0;
    }
    Shape sized = query.withFree(1);
    long pairs = sized.dim(0) * sized.dim(1) * sized.dim(2) * keys.withFree(1).dim(2);
    return Math.multiplyExact(pairs, sized.dim(3) + value.withFree(1).dim(3));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray queries = Heads.apart(node.array(0), node.attributes().intOr("q_num_heads", 0));
    NdArray keys = extended(node, 1, PAST_KEYS);
    NdArray values = extended(node, 2, PAST_VALUES);
    double scale = node.attributes().floatOr("scale", (float) (1 / Math.sqrt(queries.dim(3))));
    double softcap = node.attributes().floatOr("softcap", 0);
    Bias bias = bias(node, queries.dim(2), keys.dim(2));
    DotProductAttention attention =
        new DotProductAttention(queries, keys, values, scale, softcap, bias);
    NdArray outputs = attention.run(node);
    List<NdArray> all = new ArrayList<>();
    all.add(node.array(0).rank() == 3 ? Heads.together(outputs) : outputs);
    all.add(keys);
    all.add(values);
    if (!node.node().output(3).isEmpty()) {
      all.add(attention.scores(node, stage(node)));
    }
    return all;
  }

  private static NdArray extended(Evaluation node, int input, int past) {
    NdArray given = Heads.apart(node.array(input), node.attributes().intOr("kv_num_heads", 0));
    NdArray before = node.arrayOrNull(past);
    return before == null ? given : Heads.after(before, given);
  }

  private static Stage stage(Evaluation node) {
    long mode = node.attributes().intOr("qk_matmul_output_mode", 0);
    return switch ((int) mode) {
      case 0 -> Stage.RAW;
      case 1 -> Stage.CAPPED;
      case 2 -> Stage.BIASED;
      case 3 -> Stage.SOFTMAX;
      default ->
          throw new InvalidInputException("qk_matmul_output_mode must be 0 to 3, but is " + mode);
    };
  }

  private static Bias bias(Evaluation node, int steps, int total) {
    NdArray mask = node.arrayOrNull(3);
    NdArray lengths = node.arrayOrNull(LENGTHS);
    long @Nullable [] counts = lengths == null ? null : lengths.longs();
    NdArray past = node.arrayOrNull(PAST_KEYS);
    boolean causal = node.attributes().intOr("is_causal", 0) != 0;
    long left = node.attributes().intOr("left_window_size", -1);
    long right = causal ? 0 : node.attributes().intOr("right_window_size", -1);
    boolean counted = counts != null && past == null;
    Bias window =
        (batch, head, step, key) -> {
          long count = counts == null ? total : counts[batch];
          long before = counted ? count - steps : past == null ? 0 : past.dim(2);
          long ahead = key - (step + before);
          boolean near = (left < 0 || -ahead <= left) && (right < 0 || ahead <= right);
          return near && key < count ? 0 : Double.NEGATIVE_INFINITY;
        };
    return mask == null ? window : window.plus(Masks.stretched(mask, total));
  }
}
