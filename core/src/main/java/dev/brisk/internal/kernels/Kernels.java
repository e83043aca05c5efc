package dev.brisk.internal.kernels;

import dev.brisk.BriskException;
import dev.brisk.QuantizationKernels;
import dev.brisk.internal.Providers;
import dev.brisk.internal.Registry;
import dev.brisk.spi.QuantizationKernelsProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The kernels that the class path or module path brings, and which of them to use. */
public final class Kernels {
  private static final System.Logger LOG = System.getLogger("dev.brisk");

  private static final Registry<QuantizationKernelsProvider, QuantizationKernels> REGISTRY =
      new Registry<>(
          "set of quantization kernels",
          new Providers<>(
                  QuantizationKernelsProvider.class,
                  QuantizationKernelsProvider::name,
                  QuantizationKernelsProvider::availability)
              ::find,
          QuantizationKernelsProvider::open);

  private Kernels() {}

  /** The first by priority that equal the scalar ones. */
  public static QuantizationKernels best() {
    return Best.KERNELS;
  }

  /** All that open here, equal or not, the highest priority first. */
  static List<QuantizationKernels> all() {
    List<Providers.Entry<QuantizationKernelsProvider>> entries = REGISTRY.entries();
    return entries.stream()
        .filter(Providers.Entry::usable)
        .map(entry -> Objects.requireNonNull(entry.provider()))
        .sorted(Comparator.comparingInt(Kernels::priority).reversed())
        .flatMap(provider -> open(provider.name()).stream())
        .toList();
  }

  private static int priority(QuantizationKernelsProvider provider) {
    try {
      return provider.priority();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, "Kernels that tell no priority", e);
      return Integer.MIN_VALUE;
    }
  }

  private static List<QuantizationKernels> open(String name) {
    try {
      return List.of(REGISTRY.named(name));
    } catch (BriskException e) {
      LOG.log(System.Logger.Level.DEBUG, "Passed over: " + e.getMessage(), e);
      return List.of();
    }
  }

  /** Found when first asked for. */
  private static final class Best {
    static final QuantizationKernels KERNELS = choose();

    private static QuantizationKernels choose() {
      QuantizationKernels scalar = new ScalarKernels();
      for (QuantizationKernels kernels : all()) {
        try {
          String difference = Proof.difference(kernels, scalar);
          if (difference == null) {
            return kernels;
          }
          LOG.log(System.Logger.Level.WARNING, "Passed over: {0}", difference);
        } catch (RuntimeException | LinkageError | AssertionError e) {
          LOG.log(System.Logger.Level.WARNING, "Passed over: kernels " + kernels.name(), e);
        }
      }
      return scalar;
    }
  }
}
