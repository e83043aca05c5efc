package dev.brisk.internal.kernels;

import dev.brisk.Availability;
import dev.brisk.QuantizationKernels;
import dev.brisk.UnavailableException;
import dev.brisk.spi.QuantizationKernelsProvider;
import java.util.Optional;

/** Brings kernels by the Vector API where the JVM was started with it. */
public final class VectorKernelsProvider implements QuantizationKernelsProvider {
  static final String NAME = "vector";

  private static final String MODULE = "jdk.incubator.vector";

  /** Not named in code, since compiling it takes the incubator module. */
  private static final String KERNELS = "dev.brisk.internal.kernels.VectorKernels";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Availability availability() {
    return module().isPresent()
        ? Availability.yes("by the Vector API")
        : Availability.no("start the JVM with --add-modules " + MODULE);
  }

  @Override
  public QuantizationKernels open() {
    module().ifPresent(VectorKernelsProvider.class.getModule()::addReads);
    try {
      return Class.forName(KERNELS)
          .asSubclass(QuantizationKernels.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new UnavailableException("The Vector API does not serve here: " + cause, e);
    }
  }

  @Override
  public int priority() {
    return 0;
  }

  private static Optional<Module> module() {
    return ModuleLayer.boot().findModule(MODULE);
  }
}
