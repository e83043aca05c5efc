package dev.brisk;

import dev.brisk.internal.Providers;
import dev.brisk.internal.Registry;
import dev.brisk.spi.AcceleratorProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** The accelerators that the class path or module path brings. Thread-safe. */
public final class Accelerators {
  private static final Registry<AcceleratorProvider, Accelerator> REGISTRY =
      new Registry<>("accelerator", Accelerators::find, AcceleratorProvider::open);

  private Accelerators() {}

  /**
   * The accelerator of the given name.
   *
   * @throws UnavailableException if there is none or it cannot run here; the message lists those
   *     that exist and why each of the others cannot run here
   */
  public static Accelerator named(String name) {
    return REGISTRY.named(name);
  }

  /** The names of the accelerators that can run here, sorted; loads no native code. */
  public static List<String> available() {
    return report().entrySet().stream()
        .filter(entry -> entry.getValue().available())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Every accelerator found, by name, and whether it can run here; loads no native code. */
  public static Map<String, Availability> report() {
    return REGISTRY.report();
  }

  /**
   * The accelerator with the highest priority of those that can run here.
   *
   * @throws UnavailableException if none can; the message says why
   */
  public static Accelerator best() {
    List<Providers.Entry<AcceleratorProvider>> entries = REGISTRY.entries();
    return entries.stream()
        .filter(entry -> entry.provider() != null && entry.availability().available())
        .max(Comparator.comparingInt(Accelerators::priority))
        .map(REGISTRY::open)
        .orElseThrow(
            () ->
                new UnavailableException(
                    "No accelerator can run here; " + REGISTRY.listing(entries)));
  }

  private static int priority(Providers.Entry<AcceleratorProvider> entry) {
    AcceleratorProvider provider = entry.provider();
    return provider == null ? Integer.MIN_VALUE : provider.priority();
  }

  private static List<Providers.Entry<AcceleratorProvider>> find() {
    ClassLoader own = Accelerators.class.getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return new Providers<>(AcceleratorProvider::name, AcceleratorProvider::availability)
        .find(
            ServiceLoader.load(AcceleratorProvider.class, own),
            context == null || context == own
                ? null
                : ServiceLoader.load(AcceleratorProvider.class, context));
  }
}
