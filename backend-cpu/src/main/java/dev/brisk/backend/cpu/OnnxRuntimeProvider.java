package dev.brisk.backend.cpu;

import dev.brisk.Accelerator;
import dev.brisk.Availability;
import dev.brisk.spi.AcceleratorProvider;
import java.io.IOException;

/** Brings the accelerator {@code onnxruntime}, which runs every model on the processor. */
public final class OnnxRuntimeProvider implements AcceleratorProvider {
  static final String NAME = "onnxruntime";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    try {
      return OnnxRuntimePresence.check(Platform.current());
    } catch (IOException | LinkageError e) {
      return Availability.no("ONNX Runtime's jar cannot be read: " + e);
    }
  }

  @Override
  public Accelerator open() {
    return new OnnxRuntimeAccelerator(OnnxRuntime.load());
  }
}
