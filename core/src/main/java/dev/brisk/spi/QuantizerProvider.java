package dev.brisk.spi;

import dev.brisk.Availability;
import dev.brisk.Quantizer;

/**
 * Brings a quantizer. Found by {@link java.util.ServiceLoader}: list it in {@code module-info} and
 * in {@code META-INF/services}. Its constructor must be cheap.
 */
public interface QuantizerProvider {
  /** The quantizer's name: lower-case letters, digits and dashes. */
  String name();

  /** Whether it can work here. Must not throw, and must not load native code. */
  Availability availability();

  /** Opens the quantizer. Called at most once while it succeeds. */
  Quantizer open();
}
