package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;

/** Where the outputs of a reply go. */
@FunctionalInterface
public interface Slots {
  /** The tensor to write an output to; of exactly this type and shape, and of zeros if new. */
  Tensor slot(String name, ElementType type, Shape shape);
}
