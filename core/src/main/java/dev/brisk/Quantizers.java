package dev.brisk;

import dev.brisk.internal.Providers;
import dev.brisk.internal.Registry;
import dev.brisk.spi.QuantizerProvider;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The quantizers that the class path or module path brings. Thread-safe. */
public final class Quantizers {
  private static final Registry<QuantizerProvider, Quantizer> REGISTRY =
      new Registry<>("quantizer", Quantizers::find, QuantizerProvider::open);

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
    return report().entrySet().stream()
        .filter(entry -> entry.getValue().available())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Every quantizer found, by name, and whether it can work here; loads no native code. */
  public static Map<String, Availability> report() {
    return REGISTRY.report();
  }

  private static List<Providers.Entry<QuantizerProvider>> find() {
    ClassLoader own = Quantizers.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return new Providers<>(QuantizerProvider::name, QuantizerProvider::availability)
        .find(
            ServiceLoader.load(QuantizerProvider.class, own),
            context == null || context == own
                ? null
                : ServiceLoader.load(QuantizerProvider.class, context));
  }
}
