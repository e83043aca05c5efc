package dev.brisk.backend.cpu.onednn;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.UnavailableException;
import dev.brisk.spi.AcceleratorProvider;

/** Brings the accelerator {@code onednn}, which compiles models to plans over oneDNN's kernels. */
public final class OneDnnProvider implements AcceleratorProvider {
  static final String NAME = "onednn";

  /** Behind ONNX Runtime, which is faster for many models; the optimizer measures. */
  private static final int PRIORITY = -10;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    return OneDnnPresence.check();
  }

  @Override
  public Accelerator open() {
    Availability availability = OneDnnPresence.check();
    if (!availability.available()) {
      throw new UnavailableException("oneDNN cannot be used here: " + availability.detail());
    }
    return new OneDnnAccelerator(OneDnn.load());
  }

  @Override
  public int priority() {
    return PRIORITY;
  }
}
