package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import dev.brisk.ElementType;
import dev.brisk.engine.Grid;
import dev.brisk.engine.Kernel;
import dev.brisk.engine.Quantization;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Numbers to codes, codes to numbers, and codes to other codes. */
final class ConversionKernel {
  private static final Set<String> RESHAPES = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

  private ConversionKernel() {}

  static @Nullable Kernel make(Request request) {
    Grid own = Quantization.grid(request.node(), request.facts());
    if (own == null || !request.operator().posts().isEmpty()) {
      return null;
    }
    boolean quantizes = Quantization.isQuantize(request.node());
    Grid from = quantizes ? request.input(0).grid() : own;
    Grid to = quantizes ? own : request.operator().output().grid();
    if (!isTensorOfBytes(to) || (from != null && !suits(from)) || request.isConstant(0)) {
      return null;
    }
    Attributes attributes = new Attributes();
    List<Argument> arguments = new ArrayList<>();
    add(request, attributes, arguments, dnnl.DNNL_ARG_FROM, from);
    add(request, attributes, arguments, dnnl.DNNL_ARG_TO, to);
    Md source = request.source(0);
    Md target = target(request, source, to != null && isImage(request));
    try (Scope scope = new Scope()) {
      return PrimitiveKernel.of(
          request.library(),
          request.reads(),
          attributes,
          (pd, attr) ->
              dnnl_reorder_primitive_desc_create(
                  pd,
                  source.handle(scope),
                  request.library().engine(),
                  target.handle(scope),
                  request.library().engine(),
                  attr),
          found -> {
            arguments.add(Argument.input(dnnl.DNNL_ARG_FROM, 0, source));
            arguments.add(Argument.output(dnnl.DNNL_ARG_TO, 0, target));
            return arguments;
          });
    }
  }

  private static boolean isTensorOfBytes(@Nullable Grid grid) {
    return grid == null || (grid.isPerTensor() && grid.type() != ElementType.INT32);
  }

  /** Zero points along an axis are not for oneDNN. */
  private static boolean suits(Grid grid) {
    return grid.isPerTensor() || grid.isSymmetric();
  }

  /**
   * Codes of images lie with their channels last, as integer convolutions want them, but not where
   * the numbers lie row by row: oneDNN then is faster in two steps.
   */
  private static Md target(Request request, Md source, boolean image) {
    DataType type = request.madeType();
    boolean isPlain = source.equals(Md.plain(source.type(), source.dims()));
    if (image && !isPlain) {
      return Md.channelsLast(type, request.made());
    }
    return isReshaped(request) ? Md.plain(type, source.dims()) : source.like(type, source.dims());
  }

  private static boolean isImage(Request request) {
    long[] dims = request.made();
    return dims.length == 4 && dims[1] > 1 && !isReshaped(request);
  }

  /** Whether the next that happens to the result wants it row by row. */
  private static boolean isReshaped(Request request) {
    String made = request.operator().output().value();
    return request.facts().graph().consumers(made).stream()
        .anyMatch(node -> RESHAPES.contains(node.operator()));
  }

  private static void add(
      Request request,
      Attributes attributes,
      List<Argument> arguments,
      int argument,
      @Nullable Grid grid) {
    if (grid == null) {
      return;
    }
    attributes.scales(argument, grid.isPerTensor() ? 0 : 1 << grid.axis());
    arguments.add(Scalars.scale(request, argument, grid));
    if (!grid.isSymmetric()) {
      attributes.zeroPoint(argument);
      arguments.add(Scalars.zeroPoint(request, argument, grid));
    }
  }
}
