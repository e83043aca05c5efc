package dev.brisk;

import dev.brisk.internal.Choice;
import dev.brisk.internal.Providers;
import dev.brisk.internal.Registry;
import dev.brisk.spi.AcceleratorProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The accelerators that the class path or module path brings: those seen by Brisk's own class
 * loader, and by the calling thread's context class loader. Each is opened once and then shared.
 * Thread-safe.
 *
 * <p>The accelerator {@code reference} is always among them: scalar Java, slow, on any JVM. The
 * system property {@value #PROPERTY}, names with commas between them, leaves all others out.
 */
public final class Accelerators {
  /** Names the only accelerators to use, with commas between them; all if it is not set. */
  public static final String PROPERTY = "brisk.accelerators";

  private static final System.Logger LOG = System.getLogger("dev.brisk");

  private static final Registry<AcceleratorProvider, Accelerator> REGISTRY =
      new Registry<>(
          "accelerator",
          new Choice<>(
                  PROPERTY,
                  new Providers<>(
                          AcceleratorProvider.class,
                          AcceleratorProvider::name,
                          AcceleratorProvider::availability)
                      ::find)
              ::entries,
          AcceleratorProvider::open);

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
    return REGISTRY.available();
  }

  /**
   * Every accelerator found, by name, and whether it can run here; loads no native code. One whose
   * provider is broken stands under the name of its class.
   */
  public static Map<String, Availability> report() {
    return REGISTRY.report();
  }

  /**
   * The accelerator with the highest priority of those that can run here. One that fails to open is
   * passed over, with a warning in the log; so is it warned of if none but those of negative
   * priority is left, which are not made to be fast.
   *
   * @throws UnavailableException if none can; the message says why
   */
  public static Accelerator best() {
    List<Providers.Entry<AcceleratorProvider>> entries = REGISTRY.entries();
    List<BriskException> failures = new ArrayList<>();
    for (Providers.Entry<AcceleratorProvider> entry : usableByPriority(entries)) {
      try {
        Accelerator opened = REGISTRY.open(entry, entries);
        if (priority(entry) < 0 && System.getProperty(PROPERTY) == null) {
          LOG.log(
              System.Logger.Level.WARNING,
              "Only {0} can run here, which is slow; add an artifact such as brisk-backend-cpu",
              entry.name());
        }
        return opened;
      } catch (BriskException e) {
        LOG.log(System.Logger.Level.WARNING, "Passed over: " + e.getMessage(), e);
        failures.add(e);
      }
    }
    throw none(entries, failures);
  }

  private static List<Providers.Entry<AcceleratorProvider>> usableByPriority(
      List<Providers.Entry<AcceleratorProvider>> entries) {
    return entries.stream()
        .filter(Providers.Entry::usable)
        .sorted(Comparator.comparingInt(Accelerators::priority).reversed())
        .toList();
  }

  private static int priority(Providers.Entry<AcceleratorProvider> entry) {
    AcceleratorProvider provider = entry.provider();
    try {
      return provider == null ? Integer.MIN_VALUE : provider.priority();
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.WARNING, entry.name() + " tells no priority", e);
      return Integer.MIN_VALUE;
    }
  }

  private static UnavailableException none(
      List<Providers.Entry<AcceleratorProvider>> entries, List<BriskException> failures) {
    StringBuilder text = new StringBuilder("No accelerator can run here; ");
    failures.forEach(failure -> text.append(failure.getMessage()).append("; "));
    UnavailableException none =
        new UnavailableException(
            text.append(Providers.listing(entries)).toString(),
            failures.isEmpty() ? null : failures.get(0));
    failures.stream().skip(1).forEach(none::addSuppressed);
    return none;
  }
}
