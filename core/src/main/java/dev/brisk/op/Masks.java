package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.op.DotProductAttention.Bias;

/** What masks, as models give them, add to the scores of an attention. */
final class Masks {
  private Masks() {}

  /**
   * A mask that stretches to (batch, heads, steps, keys): numbers to add, or bools that tell where
   * to look. Where it has fewer keys, nobody looks at the others.
   */
  static Bias stretched(NdArray mask, int total) {
    int rank = mask.rank();
    int[] strides = new int[4]; // by axis, from the last
    int stride = 1;
    for (int i = 0; i < rank; i++) {
      int size = mask.dim(rank - 1 - i);
      strides[i] = size == 1 && (i > 0 || total == 1) ? 0 : stride;
      stride *= size;
    }
    double[] added = added(mask);
    int width = rank == 0 ? total : mask.dim(rank - 1);
    return (batch, head, step, key) ->
        key >= width
            ? Double.NEGATIVE_INFINITY
            : added[batch * strides[3] + head * strides[2] + step * strides[1] + key * strides[0]];
  }

  private static double[] added(NdArray mask) {
    double[] added = mask.doubles().clone();
    for (int i = 0; mask.elementType() == ElementType.BOOL && i < added.length; i++) {
      added[i] = added[i] != 0 ? 0 : Double.NEGATIVE_INFINITY;
    }
    return added;
  }

  /**
   * What a mask of integers adds that tells where there is padding: lengths of (batch), ends and
   * then starts of (2 * batch), or not 0 where to look of (batch, keys), (batch, steps, keys), or
   * (batch, 1, all, all), of which the last steps count.
   *
   * @param padding what is added for padding
   * @param batches how many there are
   * @param past the steps before those of the queries
   */
  private static Bias ofPadding(NdArray mask, double padding, int batches, int past) {
    int[] given = mask.ints();
    int rank = mask.rank();
    int width = rank == 0 ? 1 : mask.dim(rank - 1);
    return switch (rank) {
      case 1 -> {
        boolean starts = mask.size() == 2 * batches;
        yield (batch, head, step, key) -> {
          boolean seen = key < given[batch] && (!starts || key >= given[batches + batch]);
          return seen ? 0 : padding;
        };
      }
      case 2 -> (batch, head, step, key) -> given[batch * width + key] != 0 ? 0 : padding;
      case 3 -> {
        int steps = mask.dim(1);
        yield (batch, head, step, key) ->
            given[(batch * steps + step) * width + key] != 0 ? 0 : padding;
      }
      case 4 -> {
        int steps = mask.dim(2);
        yield (batch, head, step, key) ->
            given[(batch * steps + past + step) * width + key] != 0 ? 0 : padding;
      }
      default ->
          throw new InvalidInputException("A mask of 1 to 4 axes is needed, but it is " + mask);
    };
  }

  /** Lets no query look ahead, given how many steps there were before the queries. */
  private static Bias causal(int past) {
    return (batch, head, step, key) -> key > past + step ? Double.NEGATIVE_INFINITY : 0;
  }

  /**
   * What ONNX Runtime's attentions add to scores.
   *
   * @param maskInput the input that tells of padding
   * @param addedInput the input that is added
   * @param total how many keys there are
   * @param past how many of them came before
   */
  static Bias of(Evaluation node, int maskInput, int addedInput, int total, int past) {
    Bias bias = Bias.NONE;
    NdArray mask = node.arrayOrNull(maskInput);
    if (mask != null) {
      float padding = node.attributes().floatOr("mask_filter_value", -10000);
      bias = bias.plus(ofPadding(mask, padding, node.array(0).dim(0), past));
    }
    NdArray added = node.arrayOrNull(addedInput);
    if (added != null) {
      bias = bias.plus(stretched(added, total));
    }
    boolean causal = node.attributes().intOr("unidirectional", 0) != 0;
    return causal ? bias.plus(causal(past)) : bias;
  }
}
