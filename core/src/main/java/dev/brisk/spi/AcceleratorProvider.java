package dev.brisk.spi;

import dev.brisk.Accelerator;
import dev.brisk.Availability;

/**
 * Brings an accelerator. Found by {@link java.util.ServiceLoader}: list it in {@code module-info}
 * and in {@code META-INF/services}. Its constructor must be cheap.
 */
public interface AcceleratorProvider {
  /** The accelerator's name: lower-case letters, digits and dashes. */
  String name();

  /** Whether it can run here. Must not throw, and must not load native code. */
  Availability availability();

  /** Opens the accelerator; may load native code. Called at most once while it succeeds. */
  Accelerator open();

  /** What {@code Accelerators.best} prefers: of those available the one with the highest. */
  default int priority() {
    return 0;
  }
}
