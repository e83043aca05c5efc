package dev.brisk.backend.remote;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.backend.remote.protocol.OpenInference;
import dev.brisk.spi.AcceleratorProvider;

/**
 * Brings the accelerator {@code oip-grpc}: servers of the Open Inference Protocol, such as Triton.
 */
public final class OpenInferenceProvider implements AcceleratorProvider {
  /** Behind what this machine has: who wants a server names it. */
  private static final int PRIORITY = -100;

  /** For {@code ServiceLoader}. */
  public OpenInferenceProvider() {}

  @Override
  public String name() {
    return RemoteAccelerators.OPEN_INFERENCE;
  }

  @Override
  public Availability availability() {
    return RemoteAccelerators.availability(name());
  }

  @Override
  public Accelerator open() {
    return RemoteAccelerators.open(name(), new OpenInference());
  }

  @Override
  public int priority() {
    return PRIORITY;
  }
}
