package dev.brisk.internal;

import dev.brisk.Availability;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The providers of one service that the class path or module path holds, each one's failure kept
 * apart from the others.
 *
 * @param <P> the service
 */
public final class Providers<P> {
  /**
   * A provider that was found, or could not even be made.
   *
   * @param name its name, or its class's where it could not be made
   * @param provider null where it could not be made
   */
  public record Entry<P>(String name, @Nullable P provider, Availability availability) {}

  private final Function<P, String> name;
  private final Function<P, Availability> availability;

  public Providers(Function<P, String> name, Function<P, Availability> availability) {
    this.name = name;
    this.availability = availability;
  }

  /**
   * All of them, sorted by name; the first on the class path wins where two have one name.
   *
   * @param own loads from Brisk's own class loader
   * @param context loads from the thread's context class loader
   */
  public List<Entry<P>> find(ServiceLoader<P> own, @Nullable ServiceLoader<P> context) {
    List<Entry<P>> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    collect(own, found, seen);
    if (context != null) {
      collect(context, found, seen);
    }
    found.sort(Comparator.comparing(Entry::name));
    return found;
  }

  private void collect(ServiceLoader<P> loader, List<Entry<P>> found, Set<String> seen) {
    Iterator<ServiceLoader.Provider<P>> providers = loader.stream().iterator();
    while (true) {
      Entry<P> entry;
      try {
        if (!providers.hasNext()) {
          return;
        }
        entry = entry(providers.next());
      } catch (ServiceConfigurationError | LinkageError e) {
        entry = new Entry<>("(unreadable)", null, broken(e));
      }
      if (seen.add(entry.name())) {
        found.add(entry);
      } else if (entry.provider() == null) {
        return; // the same broken listing again: the iterator does not get past it
      }
    }
  }

  private Entry<P> entry(ServiceLoader.Provider<P> listed) {
    String label = listed.type().getName();
    try {
      P provider = listed.get();
      label = name.apply(provider);
      return new Entry<>(label, provider, availability.apply(provider));
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      return new Entry<>(label, null, broken(e));
    }
  }

  private static Availability broken(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return Availability.no(
        "its provider failed with "
            + cause
            + "; check that all Brisk artifacts have the same version");
  }
}
