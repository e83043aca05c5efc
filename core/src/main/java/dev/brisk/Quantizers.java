package dev.brisk;

import dev.brisk.internal.Providers;
import dev.brisk.internal.Registry;
import dev.brisk.spi.QuantizerProvider;
import java.util.List;
import java.util.Map;

/**
 * The quantizers that the class path or module path brings: those seen by Brisk's own class loader,
 * and by the calling thread's context class loader. Each is opened once and then shared.
 * Thread-safe.
 */
public final class Quantizers {
  private static final Registry<QuantizerProvider, Quantizer> REGISTRY =
      new Registry<>(
          "quantizer",
          new Providers<>(
                  QuantizerProvider.class, QuantizerProvider::name, QuantizerProvider::availability)
              ::find,
          QuantizerProvider::open);

  private Quantizers() {}

  /**
   * The quantizer of the given name.
   *
   * @throws UnavailableException if there is none or it cannot work here; the message lists those
   *     that exist and why each of the others cannot work here
   */
  public static Quantizer named(String name) {
    return REGISTRY.named(name);
  }

  /** The names of the quantizers that can work here, sorted; loads no native code. */
  public static List<String> available() {
    return REGISTRY.available();
  }

  /**
   * Every quantizer found, by name, and whether it can work here; loads no native code. One whose
   * provider is broken stands under the name of its class.
   */
  public static Map<String, Availability> report() {
    return REGISTRY.report();
  }
}
