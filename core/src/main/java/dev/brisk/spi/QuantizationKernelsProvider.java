package dev.brisk.spi;

import dev.brisk.Availability;
import dev.brisk.QuantizationKernels;

/**
 * Brings kernels that convert arrays. Found by {@link java.util.ServiceLoader}: list it in {@code
 * module-info} and in {@code META-INF/services}. Its constructor must be cheap.
 */
public interface QuantizationKernelsProvider {
  /** The kernels' name: lower-case letters, digits and dashes. */
  String name();

  /** Whether they can work here. Must not throw, and must not load native code. */
  Availability availability();

  /** Opens the kernels; may load native code. Called at most once while it succeeds. */
  QuantizationKernels open();

  /** What is tried first: of those available the one with the highest. */
  int priority();
}
