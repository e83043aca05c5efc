package dev.brisk.internal.kernels;

import dev.brisk.Availability;
import dev.brisk.QuantizationKernels;
import dev.brisk.spi.QuantizationKernelsProvider;

/** Brings the kernels that all others must equal. */
public final class ScalarKernelsProvider implements QuantizationKernelsProvider {
  /** Behind everything that is made to be fast. */
  private static final int LAST = -1000;

  @Override
  public String name() {
    return ScalarKernels.NAME;
  }

  @Override
  public Availability availability() {
    return Availability.yes("works on any JVM");
  }

  @Override
  public QuantizationKernels open() {
    return new ScalarKernels();
  }

  @Override
  public int priority() {
    return LAST;
  }
}
