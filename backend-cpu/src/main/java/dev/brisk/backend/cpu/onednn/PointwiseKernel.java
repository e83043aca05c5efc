package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Operand;
import dev.brisk.engine.PostOp;
import dev.brisk.engine.PostOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Functions of each element, and operations on two values, of numbers or of codes. */
final class PointwiseKernel {
  private final Request request;
  private final Attributes attributes = new Attributes();
  private final List<Argument> scalars = new ArrayList<>();

  private PointwiseKernel(Request request) {
    this.request = request;
  }

  static @Nullable Kernel make(Request request) {
    boolean filled =
        Arrays.stream(request.made()).allMatch(dim -> dim > 0)
            && request.made().length <= 6
            && request.isNumbers(0);
    if (!filled) {
      return null;
    }
    String first = request.node().input(0);
    String value = request.isConstant(0) ? request.node().input(1) : first;
    PostOp own = PostOps.of(request.node(), value, request.facts());
    PointwiseKernel kernel = new PointwiseKernel(request);
    if (own instanceof PostOp.Unary unary) {
      return request.isConstant(0) && value.equals(first) ? null : kernel.unary(unary, value);
    }
    return kernel.binary();
  }

  private @Nullable Kernel unary(PostOp.Unary unary, String value) {
    int index = request.node().input(0).equals(value) ? 0 : 1;
    Grid grid = request.input(index).grid();
    if (grid != null && !grid.isPerTensor()) {
      return null;
    }
    boolean alone =
        request.operator().posts().stream().noneMatch(post -> post instanceof PostOp.Binary);
    return grid == null && request.operator().output().grid() == null && alone
        ? eltwise(unary, index)
        : onCodes(unary, index);
  }

  private @Nullable Kernel eltwise(PostOp.Unary unary, int index) {
    long[] made = request.made();
    Posts posts = Posts.add(request, attributes, 0, made, Posts.Writing.BY_FUNCTION);
    if (posts == null) {
      return null;
    }
    Md known = request.source(index);
    Md source = known.strides() == null || known.isDense() ? known : known.like(known.type(), made);
    try (Scope scope = new Scope()) {
      PrimitiveKernel kernel =
          PrimitiveKernel.of(
              request.library(),
              request.reads(),
              attributes,
              (pd, attr) ->
                  dnnl_eltwise_forward_primitive_desc_create(
                      pd,
                      request.library().engine(),
                      dnnl.dnnl_forward_inference,
                      Algorithms.of(unary.function()),
                      source.handle(scope),
                      source.handle(scope),
                      unary.alpha(),
                      unary.beta(),
                      attr),
              found -> {
                List<Argument> all = new ArrayList<>();
                all.add(Argument.input(dnnl.DNNL_ARG_SRC, index, source));
                all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, source));
                all.addAll(posts.arguments(found));
                return all;
              });
      return kernel == null ? null : kernel.reusing(index);
    }
  }

  /** A function on codes: a sum with nothing, after which functions may come. */
  private @Nullable Kernel onCodes(PostOp.Unary unary, int index) {
    long[] made = request.made();
    Grid grid = request.input(index).grid();
    if (grid != null) {
      scale(dnnl.DNNL_ARG_SRC_0, grid);
      attributes.eltwise(dnnl.dnnl_eltwise_linear, 1, -grid.scale() * grid.zeroPoint());
    }
    attributes.eltwise(Algorithms.of(unary.function()), unary.alpha(), unary.beta());
    Posts posts = Posts.add(request, attributes, 0, made, Posts.Writing.BY_FUNCTION);
    if (posts == null) {
      return null;
    }
    long[] one = new long[Math.max(1, made.length)];
    Arrays.fill(one, 1);
    Md nothing = Md.plain(DataType.F32, one);
    Md source = dense(index);
    scalars.add(Argument.input(dnnl.DNNL_ARG_SRC_0, index, source));
    scalars.add(
        Argument.constant(
            dnnl.DNNL_ARG_SRC_1,
            nothing,
            () -> request.constants().floats("nothing", () -> new float[1])));
    return made(dnnl.dnnl_binary_add, source, nothing, posts);
  }

  private Md dense(int index) {
    Md known = request.source(index);
    return known.isDense() ? known : known.like(request.type(index), known.dims());
  }

  private void scale(int argument, Grid grid) {
    attributes.scales(argument, 0);
    scalars.add(Scalars.scale(request, argument, grid));
  }

  private @Nullable Kernel made(int algorithm, Md first, Md second, Posts posts) {
    Md target = first.like(request.madeType(), first.dims());
    try (Scope scope = new Scope()) {
      PrimitiveKernel kernel =
          PrimitiveKernel.of(
              request.library(),
              request.reads(),
              attributes,
              (pd, attr) ->
                  dnnl_binary_primitive_desc_create(
                      pd,
                      request.library().engine(),
                      algorithm,
                      first.handle(scope),
                      second.handle(scope),
                      target.handle(scope),
                      attr),
              found -> {
                List<Argument> all = new ArrayList<>(scalars);
                all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, target));
                all.addAll(posts.arguments(found));
                return all;
              });
      return kernel == null || first.type() != target.type() ? kernel : kernel.reusing(0);
    }
  }

  private @Nullable Kernel binary() {
    PostOp.Operation operation = operation(request.node().operator());
    if (operation == null
        || request.node().inputs().size() != 2
        || !request.isNumbers(1)
        || !isSum(operation)) {
      return null;
    }
    long[] made = request.made();
    boolean swapped = isSmaller(0) && !isSmaller(1);
    boolean commutes = operation != PostOp.Operation.SUB && operation != PostOp.Operation.DIV;
    if (isSmaller(0) && !(swapped && commutes)) {
      return null;
    }
    int main = swapped ? 1 : 0;
    int other = 1 - main;
    if (request.isConstant(main)) {
      return null;
    }
    addGrids(operation, main, other);
    Posts posts = Posts.add(request, attributes, 0, made, Posts.Writing.BY_FUNCTION);
    if (posts == null) {
      return null;
    }
    Md first = dense(main);
    Md second = second(other, first);
    scalars.add(Argument.input(dnnl.DNNL_ARG_SRC_0, main, first));
    return second == null ? null : made(Algorithms.of(operation), first, second, posts);
  }

  private static PostOp.@Nullable Operation operation(String operator) {
    return switch (operator) {
      case "Add" -> PostOp.Operation.ADD;
      case "Sub" -> PostOp.Operation.SUB;
      case "Mul" -> PostOp.Operation.MUL;
      case "Div" -> PostOp.Operation.DIV;
      case "Max" -> PostOp.Operation.MAX;
      case "Min" -> PostOp.Operation.MIN;
      default -> null;
    };
  }

  /** Codes with zero points can be added and subtracted: what they shift is known ahead. */
  private boolean isSum(PostOp.Operation operation) {
    for (int i = 0; i < 2; i++) {
      Grid grid = request.isConstant(i) ? null : request.input(i).grid();
      boolean sum = operation == PostOp.Operation.ADD || operation == PostOp.Operation.SUB;
      if (grid != null && (!grid.isPerTensor() || !(sum || grid.isSymmetric()))) {
        return false;
      }
    }
    return true;
  }

  private boolean isSmaller(int index) {
    return !Arrays.equals(request.dims(index), request.made());
  }

  private void addGrids(PostOp.Operation operation, int main, int other) {
    double shift = 0;
    Grid first = request.input(main).grid();
    if (first != null) {
      scale(dnnl.DNNL_ARG_SRC_0, first);
      shift -= (double) first.scale() * first.zeroPoint();
    }
    Grid second = request.isConstant(other) ? null : request.input(other).grid();
    if (second != null) {
      scale(dnnl.DNNL_ARG_SRC_1, second);
      double own = (double) second.scale() * second.zeroPoint();
      shift += operation == PostOp.Operation.SUB ? own : -own;
    }
    if (shift != 0) {
      attributes.eltwise(dnnl.dnnl_eltwise_linear, 1, (float) shift);
    }
  }

  /** The other value as the primitive sees it, and the argument; null if it does not fit. */
  private @Nullable Md second(int index, Md first) {
    long[] dims = request.dims(index);
    long[] seenDims = new long[first.rank()];
    Arrays.fill(seenDims, 1);
    System.arraycopy(dims, 0, seenDims, seenDims.length - dims.length, dims.length);
    boolean same = Arrays.equals(seenDims, first.dims());
    Operand operand = request.input(index);
    if (request.isConstant(index)) {
      Md seen = same ? first.like(DataType.F32, seenDims) : Md.plain(DataType.F32, seenDims);
      Md plain = Md.plain(DataType.F32, seenDims);
      scalars.add(
          Argument.constant(
              dnnl.DNNL_ARG_SRC_1,
              seen,
              () ->
                  request
                      .constants()
                      .packed(
                          request.key(operand, "other"),
                          plain,
                          seen,
                          () -> Bytes.of(request.numbers(operand)))));
      return seen;
    }
    DataType type = request.type(index);
    Md seen = same ? first.like(type, seenDims) : Md.plain(type, seenDims);
    Md own = Arrays.equals(dims, seenDims) ? seen : Md.plain(type, dims);
    scalars.add(Argument.input(dnnl.DNNL_ARG_SRC_1, index, own, seen));
    return seen;
  }
}
