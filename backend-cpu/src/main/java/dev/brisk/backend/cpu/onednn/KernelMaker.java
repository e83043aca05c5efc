package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Kernel;
import org.jspecify.annotations.Nullable;

/** Makes the kernels of a family of operators. */
@FunctionalInterface
interface KernelMaker {
  /** A kernel for an operator with all that is fused to it; null if there is none. */
  @Nullable Kernel make(Request request);
}
