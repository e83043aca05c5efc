package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Operand;
import dev.brisk.engine.PostOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** MatMul and Gemm on float32, or on codes of 8 bits with weights in int8. */
final class MatMulKernel {
  private final Request request;
  private final boolean quantized;
  private final boolean constant;
  private final boolean gemm;
  private final Attributes attributes = new Attributes();
  private final List<Argument> scalars = new ArrayList<>();

  private MatMulKernel(Request request) {
    this.request = request;
    this.quantized = request.input(0).grid() != null;
    this.constant = request.isConstant(1);
    this.gemm = request.node().is("Gemm");
  }

  static @Nullable Kernel make(Request request) {
    return isPossible(request) ? new MatMulKernel(request).make() : null;
  }

  private static boolean isPossible(Request request) {
    long[] left = request.dims(0);
    long[] right = request.dims(1);
    boolean nonEmpty =
        Arrays.stream(left).allMatch(dim -> dim > 0)
            && Arrays.stream(right).allMatch(dim -> dim > 0);
    return isOfNumbers(request)
        && left.length >= 2
        && right.length >= 2
        && left.length <= 6
        && right.length <= 6
        && nonEmpty
        && !request.isConstant(0)
        && isGridless(request)
        && isPlainGemm(request);
  }

  /** Whether both are numbers or codes, or both are kept in bfloat16. */
  private static boolean isOfNumbers(Request request) {
    boolean halves = request.type(0) == DataType.BF16 && request.type(1) == DataType.BF16;
    boolean kept =
        request.facts().isHalf(request.input(0).value())
            && request.facts().isHalf(request.input(1).value());
    return (halves && kept) || (request.isNumbers(0) && request.isNumbers(1));
  }

  private static boolean isGridless(Request request) {
    if (request.isConstant(1)) {
      return Weights.suit(request, columns(request));
    }
    Grid left = request.input(0).grid();
    Grid right = request.input(1).grid();
    return left == null ? right == null : right != null && Weights.suit(request, -2);
  }

  /** The axis of the weights that is the result's last. */
  private static int columns(Request request) {
    return transposes(request, "transB") ? 0 : request.dims(1).length - 1;
  }

  private static boolean transposes(Request request, String attribute) {
    return request.node().is("Gemm") && request.node().attributes().intOr(attribute, 0) != 0;
  }

  private static boolean isPlainGemm(Request request) {
    if (!request.node().is("Gemm")) {
      return true;
    }
    Operand bias = request.input(2);
    boolean factors =
        request.node().attributes().floatOr("alpha", 1) == 1
            && request.node().attributes().floatOr("beta", 1) == 1;
    return factors && (!bias.isPresent() || isRow(request, bias));
  }

  /** Whether a value is constant and the same for all rows. */
  private static boolean isRow(Request request, Operand value) {
    long[] dims = request.dims(value.value());
    long[] made = request.made();
    long elements = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
    return request.facts().isConstant(value.value())
        && request.isNumbers(value)
        && dims.length > 0
        && dims[dims.length - 1] == elements
        && elements == made[made.length - 1];
  }

  private @Nullable Kernel make() {
    long[] made = request.made();
    boolean flat = constant && request.dims(1).length == 2 && request.dims(0).length > 2;
    Md left = left(flat);
    Md right = right(left.rank());
    Md result = result(flat, left, right);
    if (left.strides() == null || right.strides() == null) {
      return null;
    }
    Operand bias = bias();
    int from = bias.isPresent() && !gemm ? 1 : 0;
    Folding folding = quantized ? folding(from) : Folding.NONE;
    if (quantized) {
      addScales(right.rank(), folding);
    }
    Posts posts = Posts.add(request, attributes, from, result.dims(), folding);
    if (posts == null) {
      return null;
    }
    Md row = folding.needsBias(bias) ? row(result.rank(), made[made.length - 1]) : null;
    Argument added = row == null ? null : folding.bias(request, bias, row);
    Md packable = constant ? Md.any(right.type(), right.dims()) : right;
    try (Scope scope = new Scope()) {
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              dnnl_matmul_primitive_desc_create(
                  pd,
                  request.library().engine(),
                  left.handle(scope),
                  packable.handle(scope),
                  row == null ? null : row.handle(scope),
                  result.handle(scope),
                  attr),
          found -> arguments(found, posts, left, right, result, added));
    }
  }

  /**
   * The first input as the primitive sees it: as many rows as there are, if there is one matrix.
   */
  private Md left(boolean flat) {
    long[] dims = request.dims(0);
    DataType type = request.type(0);
    if (transposes(request, "transA")) {
      return Md.of(type, new long[] {dims[1], dims[0]}, new long[] {1, dims[1]});
    }
    if (flat) {
      long columns = dims[dims.length - 1];
      return Md.plain(type, Arrays.stream(dims).reduce(1, (a, b) -> a * b) / columns, columns);
    }
    Md source = request.source(0);
    Md usable = isUsable(source) ? source : Md.plain(type, dims);
    return padded(usable, Math.max(dims.length, request.dims(1).length));
  }

  /** Whether a matrix lies so that oneDNN reads it fast: rows or columns without gaps. */
  private static boolean isUsable(Md md) {
    long[] strides = md.strides();
    int rank = md.rank();
    return strides != null && (strides[rank - 1] == 1 || strides[rank - 2] == 1);
  }

  private static Md padded(Md md, int rank) {
    if (md.rank() == rank) {
      return md;
    }
    long[] dims = md.dims();
    long[] strides = Objects.requireNonNull(md.strides());
    long[] more = new long[rank];
    long[] steps = new long[rank];
    Arrays.fill(more, 1);
    Arrays.fill(steps, md.bytes() / md.type().bytes);
    System.arraycopy(dims, 0, more, rank - dims.length, dims.length);
    System.arraycopy(strides, 0, steps, rank - dims.length, dims.length);
    return Md.of(md.type(), more, steps);
  }

  private Md right(int rank) {
    long[] dims = request.dims(1);
    DataType type = quantized ? DataType.S8 : constant ? DataType.F32 : request.type(1);
    if (transposes(request, "transB")) {
      return Md.of(type, new long[] {dims[1], dims[0]}, new long[] {1, dims[1]});
    }
    Md source = constant ? Md.plain(type, dims) : request.source(1);
    return padded(isUsable(source) ? source : Md.plain(type, dims), rank);
  }

  private Md result(boolean flat, Md left, Md right) {
    long[] made = request.made();
    long[] leftDims = left.dims();
    long[] rightDims = right.dims();
    return flat
        ? Md.plain(request.madeType(), leftDims[0], rightDims[rightDims.length - 1])
        : Md.plain(request.madeType(), made);
  }

  private static Md row(int rank, long columns) {
    long[] dims = new long[rank];
    Arrays.fill(dims, 1);
    dims[rank - 1] = columns;
    return Md.plain(DataType.F32, dims);
  }

  private Folding folding(int from) {
    Folding folding = Folding.of(request, from);
    boolean matrix = constant && request.dims(1).length == 2;
    return matrix ? folding.withZeroPoint(request, columns(request)) : folding;
  }

  /** What is added to each row: Gemm's own, or what comes first after a MatMul. */
  private Operand bias() {
    if (gemm) {
      return request.input(2);
    }
    List<PostOp> posts = request.operator().posts();
    return !posts.isEmpty()
            && posts.get(0) instanceof PostOp.Binary binary
            && binary.operation() == PostOp.Operation.ADD
            && isRow(request, binary.other())
        ? binary.other()
        : Operand.of("");
  }

  private void addScales(int rank, Folding folding) {
    Grid source = Objects.requireNonNull(request.input(0).grid());
    Grid weights = Objects.requireNonNull(request.input(1).grid());
    attributes.scales(dnnl.DNNL_ARG_WEIGHTS, weights.isPerTensor() ? 0 : 1 << (rank - 1));
    scalars.add(folding.scales(request));
    if (!source.isSymmetric() && !folding.hasZeroPoint()) {
      attributes.zeroPoint(dnnl.DNNL_ARG_SRC);
      scalars.add(Scalars.zeroPoint(request, dnnl.DNNL_ARG_SRC, source));
    }
  }

  private List<Argument> arguments(
      PrimitiveKernel.Found found,
      Posts posts,
      Md left,
      Md right,
      Md result,
      @Nullable Argument bias) {
    List<Argument> all = new ArrayList<>(scalars);
    all.add(Argument.input(dnnl.DNNL_ARG_SRC, 0, own(0, left), left));
    if (constant) {
      Md packed = found.layout(dnnl.DNNL_ARG_WEIGHTS, right.type(), right.dims());
      all.add(Weights.argument(request, 1, right, packed));
    } else {
      all.add(Argument.input(dnnl.DNNL_ARG_WEIGHTS, 1, own(1, right), right));
    }
    if (bias != null) {
      all.add(bias);
    }
    all.add(
        Argument.output(
            dnnl.DNNL_ARG_DST, 0, Md.plain(request.madeType(), request.made()), result));
    all.addAll(posts.arguments(found));
    return all;
  }

  /** How an input is to lie, given how the primitive sees it. */
  private Md own(int index, Md seen) {
    Md source = request.source(index);
    boolean asItIs =
        source.strides() != null
            && source.rank() <= seen.rank()
            && padded(source, seen.rank()).equals(seen);
    return asItIs ? source : Md.plain(request.type(index), request.dims(index));
  }
}
