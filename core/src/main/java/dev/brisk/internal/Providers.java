package dev.brisk.internal;

import dev.brisk.Availability;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one service that the class path or module path holds, each one's failure kept
 * apart from the others. Thread-safe.
 *
 * @param <P> the service
 */
public final class Providers<P> {
  /**
   * A provider that was found, or could not even be made.
   *
   * @param name its name, or its class's where it has no usable name
   * @param provider null where it cannot be used at all
   */
  public record Entry<P>(String name, @Nullable P provider, Availability availability) {
    /** Whether it can be used here. */
    public boolean usable() {
      return provider != null && availability.available();
    }
  }

  private final Class<P> service;
  private final Function<P, @Nullable String> name;
  private final Function<P, @Nullable Availability> availability;

  /**
   * @param name asks a provider for its name
   * @param availability asks a provider whether it can be used here
   */
  public Providers(
      Class<P> service,
      Function<P, @Nullable String> name,
      Function<P, @Nullable Availability> availability) {
    this.service = service;
    this.name = name;
    this.availability = availability;
  }

  /**
   * All of them, sorted by name: those that Brisk's own class loader sees, then those that only the
   * thread's context class loader sees. The first wins where two have one name.
   */
  public List<Entry<P>> find() {
    ProviderSearch<P> search = new ProviderSearch<>(name, availability);
    ClassLoader own = service.getClassLoader();
    search.collect(ServiceLoader.load(service, own));
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (context != null && context != own) {
      search.collect(ServiceLoader.load(service, context));
    }
    List<Entry<P>> found = search.found();
    found.sort(Comparator.comparing(Entry::name));
    return found;
  }

  /** One clause on what there is and why each one that cannot be used cannot. */
  public static String listing(List<? extends Entry<?>> entries) {
    if (entries.isEmpty()) {
      return "none was found on the class path or module path: add an artifact that brings one, "
          + "such as those of the dev.brisk group";
    }
    StringBuilder text = new StringBuilder("there are: ");
    for (int i = 0; i < entries.size(); i++) {
      Entry<?> entry = entries.get(i);
      text.append(i == 0 ? "" : ", ").append(entry.name());
      if (!entry.usable()) {
        text.append(" (not here: ").append(entry.availability().detail()).append(')');
      }
    }
    return text.toString();
  }
}
