package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_forward_primitive_desc_create;

import dev.brisk.engine.Kernel;
import dev.brisk.engine.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** LayerNormalization over the last axis. */
final class LayerNormalizationKernel {
  private LayerNormalizationKernel() {}

  static @Nullable Kernel make(Request request) {
    long[] dims = request.dims(0);
    long axis = request.node().attributes().intOr("axis", -1);
    boolean last = axis == -1 || axis == dims.length - 1;
    if (!last
        || dims.length < 2
        || dims.length > 5
        || request.type(0) != DataType.F32
        || request.operator().outputs().size() != 1
        || Arrays.stream(dims).anyMatch(dim -> dim == 0)
        || !isVector(request, request.input(1), dims)
        || (request.input(2).isPresent() && !isVector(request, request.input(2), dims))) {
      return null;
    }
    Attributes attributes = new Attributes();
    Posts posts = Posts.add(request, attributes, 0, dims, Posts.Writing.BY_FUNCTION);
    if (posts == null) {
      return null;
    }
    Md source = Md.plain(DataType.F32, dims);
    Md target = Md.plain(request.madeType(), dims);
    int flags = dnnl.dnnl_use_scale | (request.input(2).isPresent() ? dnnl.dnnl_use_shift : 0);
    float epsilon = request.node().attributes().floatOr("epsilon", 1e-5f);
    try (Scope scope = new Scope()) {
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              dnnl_layer_normalization_forward_primitive_desc_create(
                  pd,
                  request.library().engine(),
                  dnnl.dnnl_forward_inference,
                  source.handle(scope),
                  target.handle(scope),
                  (org.bytedeco.dnnl.dnnl_memory_desc) null,
                  epsilon,
                  flags,
                  attr),
          found -> arguments(request, posts, source, target, found));
    }
  }

  private static boolean isVector(Request request, Operand operand, long[] dims) {
    return request.facts().isConstant(operand.value())
        && request.isNumbers(operand)
        && Arrays.equals(request.dims(operand.value()), new long[] {dims[dims.length - 1]});
  }

  private static List<Argument> arguments(
      Request request, Posts posts, Md source, Md target, PrimitiveKernel.Found found) {
    List<Argument> all = new ArrayList<>();
    all.add(Argument.input(dnnl.DNNL_ARG_SRC, 0, source));
    all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, target));
    all.add(vector(request, dnnl.DNNL_ARG_SCALE, request.input(1)));
    if (request.input(2).isPresent()) {
      all.add(vector(request, dnnl.DNNL_ARG_SHIFT, request.input(2)));
    }
    all.addAll(posts.arguments(found));
    return all;
  }

  private static Argument vector(Request request, int argument, Operand operand) {
    return Argument.constant(
        argument,
        Md.plain(DataType.F32, request.dims(operand.value())),
        () ->
            request
                .constants()
                .floats(request.key(operand, "vector"), () -> request.numbers(operand)));
  }
}
