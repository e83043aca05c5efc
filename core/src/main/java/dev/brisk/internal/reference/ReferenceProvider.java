package dev.brisk.internal.reference;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.spi.AcceleratorProvider;

/** Brings the accelerator {@code reference}, which runs models with no native code. */
public final class ReferenceProvider implements AcceleratorProvider {
  static final String NAME = "reference";

  /** Behind everything that is made to be fast. */
  private static final int LAST = -1000;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    return Availability.yes("runs on the JVM itself");
  }

  @Override
  public Accelerator open() {
    return new ReferenceAccelerator();
  }

  @Override
  public int priority() {
    return LAST;
  }
}
