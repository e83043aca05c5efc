package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import dev.brisk.engine.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Softmax and LogSoftmax along one axis. */
final class SoftmaxKernel {
  private static final int SINCE = 13; // before, several axes were one

  private SoftmaxKernel() {}

  static @Nullable Kernel make(Request request) {
    long[] dims = request.dims(0);
    if (request.facts().opset() < SINCE
        || request.type(0) != DataType.F32
        || dims.length == 0
        || Arrays.stream(dims).anyMatch(dim -> dim == 0)) {
      return null;
    }
    long given = request.node().attributes().intOr("axis", -1);
    int axis = (int) (given < 0 ? given + dims.length : given);
    Attributes attributes = new Attributes();
    Posts posts = Posts.add(request, attributes, 0, dims, Posts.Writing.BY_FUNCTION);
    if (posts == null) {
      return null;
    }
    int algorithm =
        request.node().is("Softmax") ? dnnl.dnnl_softmax_accurate : dnnl.dnnl_softmax_log;
    Md known = request.source(0);
    Md source = known.isDense() ? known : Md.plain(DataType.F32, dims);
    Md target = source.like(request.madeType(), dims);
    try (Scope scope = new Scope()) {
      PrimitiveKernel kernel =
          PrimitiveKernel.of(
              request.library(),
              request.reads(),
              attributes,
              (pd, attr) ->
                  dnnl_softmax_forward_primitive_desc_create(
                      pd,
                      request.library().engine(),
                      dnnl.dnnl_forward_inference,
                      algorithm,
                      source.handle(scope),
                      target.handle(scope),
                      axis,
                      attr),
              found -> {
                List<Argument> all = new ArrayList<>();
                all.add(Argument.input(dnnl.DNNL_ARG_SRC, 0, source));
                all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, target));
                all.addAll(posts.arguments(found));
                return all;
              });
      return kernel == null ? null : kernel.reusing(0);
    }
  }
}
