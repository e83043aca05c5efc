package dev.brisk.backend.remote;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.backend.remote.protocol.TensorFlowServing;
import dev.brisk.spi.AcceleratorProvider;

/** Brings the accelerator {@code tpu-grpc}: servers of TensorFlow Serving, as on Cloud TPU. */
public final class TensorFlowServingProvider implements AcceleratorProvider {
  /** Behind what this machine has: who wants a server names it. */
  private static final int PRIORITY = -100;

  /** For {@code ServiceLoader}. */
  public TensorFlowServingProvider() {}

  @Override
  public String name() {
    return RemoteAccelerators.TENSORFLOW_SERVING;
  }

  @Override
  public Availability availability() {
    return RemoteAccelerators.availability(name());
  }

  @Override
  public Accelerator open() {
    return RemoteAccelerators.open(name(), new TensorFlowServing());
  }

  @Override
  public int priority() {
    return PRIORITY;
  }
}
