package dev.brisk.backend.cpu.onednn;

import dev.brisk.Tensor;
import dev.brisk.engine.Grid;
import dev.brisk.engine.Operand;
import dev.brisk.engine.PostOp;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic around a product of codes, as much of it as possible done ahead. While it works,
 * the product counts in units other than 1 and from another origin than 0, so that the scale of the
 * source, the result's, and its zero point go into the scales of the weights and the bias: a number
 * x is kept as {@code x / unit + offset}. Only what commutes with that may be done to the result.
 *
 * @param unit what the number is counted in
 * @param offset where 0 lies before another value's codes are added
 * @param sum where it lies after
 * @param rest the scale that remains to divide the result by; 0 if the result's scale and zero
 *     point remain to be applied
 * @param axis the axis of the weights along which the bias is, if that makes up for the source's
 *     zero point; else -1
 */
record Folding(float unit, float offset, float sum, float rest, int axis) {
  /** Counts in ones from 0. */
  static final Folding NONE = new Folding(1, 0, 0, 0, -1);

  /**
   * What can be done ahead.
   *
   * @param from the first of the operator's posts that is no bias
   */
  static Folding of(Request request, int from) {
    Grid made = request.operator().output().grid();
    List<PostOp> all = request.operator().posts();
    Grid added = null;
    for (PostOp post : all.subList(from, all.size())) {
      Grid codes = added(request, post);
      if (codes != null && added == null) {
        added = codes;
      } else if (codes != null || !isClip(post)) {
        return NONE;
      }
    }
    if (made == null) {
      return NONE;
    }
    float unit = added == null ? made.scale() : added.scale();
    float sum = made.zeroPoint() * (made.scale() / unit);
    float offset = added == null ? sum : sum - added.zeroPoint();
    Folding folding = new Folding(unit, offset, sum, made.scale() / unit, -1);
    return folding.isFinite() ? folding : NONE;
  }

  /** Whether no number is too large or too small to be counted so. */
  private boolean isFinite() {
    return unit > 1e-20f && unit < 1e20f && rest > 1e-20f && rest < 1e20f;
  }

  /** What the codes stand for that an addition adds; null if it is no such addition. */
  private static @Nullable Grid added(Request request, PostOp post) {
    if (post instanceof PostOp.Binary binary
        && binary.operation() == PostOp.Operation.ADD
        && !request.facts().isConstant(binary.other().value())) {
      Grid grid = binary.other().grid();
      return grid != null && grid.isPerTensor() ? grid : null;
    }
    return null;
  }

  private static boolean isClip(PostOp post) {
    return post instanceof PostOp.Unary unary
        && (unary.function() == PostOp.Function.CLIP
            || (unary.function() == PostOp.Function.RELU && unary.alpha() == 0));
  }

  boolean isNone() {
    return rest == 0;
  }

  /**
   * The same with the source's zero point in the bias, which is possible where every weight meets
   * the source: no border may stand for 0.
   *
   * @param along the axis of the weights that is the result's
   */
  Folding withZeroPoint(Request request, int along) {
    return Objects.requireNonNull(request.input(0).grid()).isSymmetric()
        ? this
        : new Folding(unit, offset, sum, rest, along);
  }

  /** Whether the source's zero point is in the bias. */
  boolean hasZeroPoint() {
    return axis >= 0;
  }

  /** Whether a scale remains to be applied at the end. */
  boolean hasRest() {
    return rest != 1;
  }

  /** Adds a function that {@link #isClip} to the attributes. */
  void clip(Attributes attributes, PostOp.Unary unary, boolean isAfterSum) {
    float origin = isAfterSum ? sum : offset;
    boolean relu = unary.function() == PostOp.Function.RELU;
    float low = relu ? origin : unary.alpha() / unit + origin;
    float high = relu ? Float.MAX_VALUE : unary.beta() / unit + origin;
    attributes.eltwise(dnnl.dnnl_eltwise_clip, low, high);
  }

  /** The scales of the weights: one, or along their axis. */
  Argument scales(Request request) {
    float source = Objects.requireNonNull(request.input(0).grid()).scale();
    float[] scales = Objects.requireNonNull(request.input(1).grid()).scales();
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scales[i] * source / unit;
    }
    return Scalars.scales(request, dnnl.DNNL_ARG_WEIGHTS, scales);
  }

  /** Whether there is something to add to each result. */
  boolean needsBias(Operand bias) {
    return bias.isPresent() || offset != 0 || hasZeroPoint();
  }

  /** What to add to each result, which lies as a row. */
  Argument bias(Request request, Operand bias, Md row) {
    int count = (int) (row.bytes() / Float.BYTES);
    String key = bias.isPresent() ? request.key(bias, "bias") : "no bias";
    String full = "%s %d of %s with %s".formatted(key, count, request.input(1).value(), this);
    return Argument.constant(
        dnnl.DNNL_ARG_BIAS,
        row,
        () -> request.constants().floats(full, () -> folded(request, bias, count)));
  }

  private float[] folded(Request request, Operand bias, int count) {
    float[] numbers = bias.isPresent() ? request.numbers(bias) : new float[count];
    double[] shifts = hasZeroPoint() ? shifts(request, count) : new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) ((numbers[i] - shifts[i]) / unit + offset);
    }
    return numbers;
  }

  /** What the products would be if all of the source were its zero point. */
  private double[] shifts(Request request, int count) {
    Grid source = Objects.requireNonNull(request.input(0).grid());
    Grid weights = Objects.requireNonNull(request.input(1).grid());
    Tensor codes = Objects.requireNonNull(request.facts().constant(request.input(1).value()));
    float[] scales = weights.scales();
    double[] shifts = new double[count];
    long[] sums = sums(codes, count);
    for (int i = 0; i < count; i++) {
      double scale = source.scale() * (double) scales[scales.length == 1 ? 0 : i];
      shifts[i] = scale * source.zeroPoint() * sums[i];
    }
    return shifts;
  }

  private long[] sums(Tensor weights, int count) {
    long inner = 1;
    for (int i = axis + 1; i < weights.shape().rank(); i++) {
      inner *= weights.shape().dim(i);
    }
    ByteBuffer codes = weights.asByteBuffer();
    long[] sums = new long[count];
    for (int i = 0; i < codes.capacity(); i++) {
      sums[(int) (i / inner % count)] += codes.get(i);
    }
    return sums;
  }
}
