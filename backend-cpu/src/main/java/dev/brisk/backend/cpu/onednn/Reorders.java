package dev.brisk.backend.cpu.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import dev.brisk.engine.Kernel;
import dev.brisk.engine.Memory;
import java.util.List;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;

/** Copies from one layout to another. Thread-safe. */
final class Reorders {
  private final OneDnn library;

  Reorders(OneDnn library) {
    this.library = library;
  }

  /** A kernel that copies; elements that oneDNN does not copy bit by bit are copied in Java. */
  Kernel kernel(Md from, Md to) {
    boolean exact =
        switch (from.type()) {
          case F32, S32, S8, U8 -> true;
          default -> false;
        };
    PrimitiveKernel made = exact ? primitive(from, to) : null;
    return made != null ? made : new MoveKernel(from, to);
  }

  private @Nullable PrimitiveKernel primitive(Md from, Md to) {
    try (Scope scope = new Scope()) {
      Attributes attributes = new Attributes();
      return PrimitiveKernel.of(
          library,
          attributes,
          (pd, attr) ->
              dnnl_reorder_primitive_desc_create(
                  pd,
                  from.handle(scope),
                  library.engine(),
                  to.handle(scope),
                  library.engine(),
                  attr),
          found ->
              List.of(
                  Argument.input(dnnl.DNNL_ARG_FROM, 0, from),
                  Argument.output(dnnl.DNNL_ARG_TO, 0, to)));
    }
  }

  /** Copies once. */
  void run(Md from, Memory source, Md to, Memory target) {
    try (Kernel kernel = kernel(from, to)) {
      Memory scratch = Memory.NONE;
      @Nullable Block block = null;
      if (kernel.scratch() > 0) {
        block = Block.allocate(kernel.scratch());
        scratch = block.memory();
      }
      Kernel.Call call = kernel.bind(List.of(source), List.of(target), scratch);
      try {
        library.prepare();
        call.run();
      } finally {
        call.close();
        if (block != null) {
          block.free();
        }
      }
    }
  }
}
