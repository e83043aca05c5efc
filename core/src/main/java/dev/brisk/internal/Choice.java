package dev.brisk.internal;

import dev.brisk.Availability;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Providers of which a system property may name the only ones to use. Thread-safe.
 *
 * @param <P> the service
 */
public final class Choice<P> {
  private final String property;
  private final Supplier<List<Providers.Entry<P>>> finder;

  /** What is found, less what the property leaves out each time it is asked. */
  public Choice(String property, Supplier<List<Providers.Entry<P>>> finder) {
    this.property = property;
    this.finder = finder;
  }

  /** All that was found; what the property leaves out cannot be used, and says so. */
  public List<Providers.Entry<P>> entries() {
    String chosen = System.getProperty(property);
    if (chosen == null) {
      return finder.get();
    }
    Set<String> names =
        Arrays.stream(chosen.split(",")).map(String::strip).collect(Collectors.toSet());
    Availability not = Availability.no("left out by " + property + "=" + chosen);
    return finder.get().stream()
        .map(e -> names.contains(e.name()) ? e : new Providers.Entry<>(e.name(), e.provider(), not))
        .toList();
  }
}
