package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;

import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Conv on float32, or on codes of 8 bits with weights in int8. */
final class ConvolutionKernel {
  private final Request request;
  private final boolean quantized;
  private final int groups;
  private final long[] weightDims;
  private final DataType weightType;
  private final Geometry geometry;
  private final Folding folding;
  private final Attributes attributes = new Attributes();
  private final List<Argument> scalars = new ArrayList<>();

  private ConvolutionKernel(Request request) {
    this.request = request;
    this.quantized = request.input(0).grid() != null;
    this.groups = (int) request.node().attributes().intOr("group", 1);
    this.weightDims = grouped(request.dims(1), groups);
    this.weightType = quantized ? DataType.S8 : DataType.F32;
    this.geometry = geometry(request);
    this.folding = quantized ? folding(request, geometry) : Folding.NONE;
  }

  private static Geometry geometry(Request request) {
    long[] weights = request.dims(1);
    return Geometry.of(
        request.node().attributes(),
        request.dims(0),
        request.made(),
        Arrays.copyOfRange(weights, 2, weights.length));
  }

  private static Folding folding(Request request, Geometry geometry) {
    Folding folding = Folding.of(request, 0);
    return geometry.isPadded() ? folding : folding.withZeroPoint(request, 0);
  }

  static @Nullable Kernel make(Request request) {
    return isPossible(request) ? new ConvolutionKernel(request).make() : null;
  }

  private static boolean isPossible(Request request) {
    boolean hasBias = request.input(2).isPresent();
    int rank = request.dims(0).length;
    return request.isNumbers(0)
        && request.isNumbers(1)
        && request.isConstant(1)
        && (!hasBias || (request.isConstant(2) && request.isNumbers(2)))
        && rank >= 3
        && rank <= 5
        && Weights.suit(request, 0)
        && Arrays.stream(request.dims(0)).allMatch(dim -> dim > 0)
        && Arrays.stream(request.made()).allMatch(dim -> dim > 0);
  }

  private static long[] grouped(long[] dims, int groups) {
    if (groups == 1) {
      return dims;
    }
    long[] made = new long[dims.length + 1];
    made[0] = groups;
    made[1] = dims[0] / groups;
    System.arraycopy(dims, 1, made, 2, dims.length - 1);
    return made;
  }

  private @Nullable Kernel make() {
    long[] image = request.dims(0);
    long[] made = request.made();
    DataType sourceType = request.type(0);
    DataType madeType = request.madeType();
    if (quantized) {
      addScales();
    }
    Posts posts = Posts.add(request, attributes, 0, made, folding);
    if (posts == null) {
      return null;
    }
    boolean hasBias = folding.needsBias(request.input(2));
    try (Scope scope = new Scope()) {
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              dnnl_convolution_forward_primitive_desc_create(
                  pd,
                  request.library().engine(),
                  dnnl.dnnl_forward_inference,
                  dnnl.dnnl_convolution_direct,
                  Md.any(sourceType, image).handle(scope),
                  Md.any(weightType, weightDims).handle(scope),
                  hasBias ? Md.plain(DataType.F32, made[1]).handle(scope) : null,
                  Md.any(madeType, made).handle(scope),
                  geometry.steps(),
                  geometry.dilations(),
                  geometry.before(),
                  geometry.after(),
                  attr),
          found -> arguments(found, posts));
    }
  }

  private void addScales() {
    Grid source = java.util.Objects.requireNonNull(request.input(0).grid());
    Grid weights = java.util.Objects.requireNonNull(request.input(1).grid());
    attributes.scales(dnnl.DNNL_ARG_WEIGHTS, weights.isPerTensor() ? 0 : groups > 1 ? 3 : 1);
    scalars.add(folding.scales(request));
    if (!source.isSymmetric() && !folding.hasZeroPoint()) {
      attributes.zeroPoint(dnnl.DNNL_ARG_SRC);
      scalars.add(Scalars.zeroPoint(request, dnnl.DNNL_ARG_SRC, source));
    }
  }

  private List<Argument> arguments(PrimitiveKernel.Found found, Posts posts) {
    List<Argument> all = new ArrayList<>(scalars);
    Md source = found.layout(dnnl.DNNL_ARG_SRC, request.type(0), request.dims(0));
    all.add(Argument.input(dnnl.DNNL_ARG_SRC, 0, source));
    Md packed = found.layout(dnnl.DNNL_ARG_WEIGHTS, weightType, weightDims);
    all.add(Weights.argument(request, 1, Md.plain(weightType, weightDims), packed));
    Operand bias = request.input(2);
    if (folding.needsBias(bias)) {
      long channels = request.made()[1];
      all.add(folding.bias(request, bias, Md.plain(DataType.F32, channels)));
    }
    Md made = found.layout(dnnl.DNNL_ARG_DST, request.madeType(), request.made());
    all.add(Argument.output(dnnl.DNNL_ARG_DST, 0, made));
    all.addAll(posts.arguments(found));
    return all;
  }
}
