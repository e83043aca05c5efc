package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Operand;
import dev.brisk.engine.PostOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** What an operator does to its result, in the words of oneDNN. */
final class Posts {
  private final Request request;
  private final Attributes attributes;
  private final long[] result;
  private final boolean collapsed;
  private final Folding folding;
  private boolean isAfterSum;
  private final List<Other> others = new ArrayList<>();
  private final List<Argument> constants = new ArrayList<>();

  /** Another value, as the primitive sees it. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Other(int id, Operand operand, int index, DataType type, long[] dims) {}

  private Posts(
      Request request, Attributes attributes, long[] result, boolean collapsed, Folding folding) {
    this.request = request;
    this.attributes = attributes;
    this.result = result;
    this.collapsed = collapsed;
    this.folding = folding;
  }

  /** How a primitive writes codes. */
  enum Writing {
    /** By a scale and a zero point of its result. */
    BY_SCALE,
    /** By a linear function of it. */
    BY_FUNCTION
  }

  /**
   * Adds all to the attributes; null if something cannot be said.
   *
   * @param from the first of the operator's posts to be added
   * @param result the dimensions of the result as the primitive sees it
   */
  static @Nullable Posts add(
      Request request, Attributes attributes, int from, long[] result, Writing writing) {
    return add(request, attributes, from, result, writing, Folding.NONE);
  }

  /** The same after a product of codes some arithmetic of which is done ahead. */
  static @Nullable Posts add(
      Request request, Attributes attributes, int from, long[] result, Folding folding) {
    return add(request, attributes, from, result, Writing.BY_SCALE, folding);
  }

  private static @Nullable Posts add(
      Request request,
      Attributes attributes,
      int from,
      long[] result,
      Writing writing,
      Folding folding) {
    boolean collapsed = result.length != Math.max(1, request.made().length);
    Posts posts = new Posts(request, attributes, result, collapsed, folding);
    List<PostOp> all = request.operator().posts();
    int index = request.operator().inputs().size();
    for (int i = 0; i < all.size(); i++) {
      PostOp post = all.get(i);
      boolean binary = post instanceof PostOp.Binary;
      if (i >= from && !posts.add(post, index)) {
        return null;
      }
      index += binary ? 1 : 0;
    }
    return posts.write(request.operator().output().grid(), writing) ? posts : null;
  }

  private boolean add(PostOp post, int index) {
    if (post instanceof PostOp.Unary unary && !folding.isNone()) {
      folding.clip(attributes, unary, isAfterSum);
      return true;
    }
    if (post instanceof PostOp.Unary unary) {
      attributes.eltwise(Algorithms.of(unary.function()), unary.alpha(), unary.beta());
      return true;
    }
    PostOp.Binary binary = (PostOp.Binary) post;
    return add(binary.operation(), binary.other(), index);
  }

  private boolean add(PostOp.Operation operation, Operand other, int index) {
    long[] dims = seen(request.dims(other.value()));
    if (dims == null || !request.isNumbers(other)) {
      return false;
    }
    int algorithm = Algorithms.of(operation);
    Grid grid = request.facts().isConstant(other.value()) ? null : other.grid();
    if (grid == null) {
      others.add(
          new Other(
              attributes.binary(algorithm, Md.any(DataType.F32, dims)),
              other,
              index,
              DataType.F32,
              dims));
      return true;
    }
    if (!grid.isPerTensor() || operation != PostOp.Operation.ADD) {
      return false;
    }
    addCodes(other, grid, index, dims);
    return true;
  }

  private void addCodes(Operand other, Grid grid, int index, long[] dims) {
    DataType type = request.type(other.value());
    if (folding.isNone()) {
      attributes.eltwise(dnnl.dnnl_eltwise_linear, 1 / grid.scale(), -grid.zeroPoint());
    }
    int id = attributes.binary(dnnl.dnnl_binary_add, Md.any(type, dims));
    others.add(new Other(id, other, index, type, dims));
    if (folding.isNone()) {
      attributes.eltwise(dnnl.dnnl_eltwise_linear, grid.scale(), 0);
    }
    isAfterSum = true;
  }

  /** The dimensions of another value among those of the result; null if they do not fit. */
  private long @Nullable [] seen(long[] dims) {
    long[] own = request.made();
    long[] padded = new long[Math.max(1, own.length)];
    Arrays.fill(padded, 1);
    if (dims.length > padded.length) {
      return null;
    }
    System.arraycopy(dims, 0, padded, padded.length - dims.length, dims.length);
    if (!collapsed) {
      return padded;
    } else if (Arrays.equals(padded, own)) {
      return result;
    }
    for (int i = 0; i < padded.length - 1; i++) {
      if (padded[i] != 1) {
        return null;
      }
    }
    long[] row = new long[result.length];
    Arrays.fill(row, 1);
    row[row.length - 1] = padded[padded.length - 1];
    return row;
  }

  private boolean write(@Nullable Grid grid, Writing writing) {
    if (grid == null) {
      return true;
    }
    if (!folding.isNone()) {
      addRest();
      return true;
    }
    if (writing == Writing.BY_FUNCTION) {
      attributes.eltwise(dnnl.dnnl_eltwise_linear, 1 / grid.scale(), grid.zeroPoint());
      return true;
    }
    attributes.scales(dnnl.DNNL_ARG_DST, 0);
    constants.add(Scalars.scale(request, dnnl.DNNL_ARG_DST, grid));
    if (grid.zeroPoint() != 0) {
      attributes.zeroPoint(dnnl.DNNL_ARG_DST);
      constants.add(Scalars.zeroPoint(request, dnnl.DNNL_ARG_DST, grid));
    }
    return true;
  }

  private void addRest() {
    if (folding.hasRest()) {
      attributes.scales(dnnl.DNNL_ARG_DST, 0);
      constants.add(Scalars.scales(request, dnnl.DNNL_ARG_DST, folding.rest()));
    }
  }

  /** What the primitive is given for them. */
  List<Argument> arguments(PrimitiveKernel.Found found) {
    List<Argument> all = new ArrayList<>(constants);
    for (Other other : others) {
      all.add(argument(other, found.layout(other.id(), other.type(), other.dims())));
    }
    return all;
  }

  private Argument argument(Other other, Md seen) {
    Operand operand = other.operand();
    if (request.facts().isConstant(operand.value())) {
      Md plain = Md.plain(DataType.F32, other.dims());
      return Argument.constant(
          other.id(),
          seen,
          () ->
              request
                  .constants()
                  .packed(
                      request.key(operand, "other"),
                      plain,
                      seen,
                      () -> Bytes.of(request.numbers(operand))));
    }
    long[] own = request.dims(operand.value());
    Md layout = Arrays.equals(own, seen.dims()) ? seen : Md.plain(other.type(), own);
    return Argument.input(other.id(), other.index(), layout, seen);
  }
}
