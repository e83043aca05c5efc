package dev.brisk.internal;

import dev.brisk.Availability;
import dev.brisk.BriskException;
import dev.brisk.UnavailableException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks services up by name and opens each once; a failed look-up says what there is and why the
 * rest cannot run here. Thread-safe.
 *
 * @param <P> the provider
 * @param <T> what it opens
 */
public final class Registry<P, T> {
  private final String kind;
  private final Supplier<List<Providers.Entry<P>>> finder;
  private final Function<? super P, ? extends @Nullable T> opener;

  /** By the provider's class, so that what it opened goes with its class loader. */
  private final ClassValue<Map<String, Slot<T>>> opened =
      new ClassValue<>() {
        @Override
        protected Map<String, Slot<T>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  /**
   * @param kind what is looked up, such as {@code accelerator}
   * @param finder finds the providers anew
   * @param opener called once per provider class and name while it succeeds
   */
  public Registry(
      String kind,
      Supplier<List<Providers.Entry<P>>> finder,
      Function<? super P, ? extends @Nullable T> opener) {
    this.kind = kind;
    this.finder = finder;
    this.opener = opener;
  }

  /** Every provider by name, and whether it can be used here. */
  public Map<String, Availability> report() {
    Map<String, Availability> report = new TreeMap<>();
    finder.get().forEach(entry -> report.put(entry.name(), entry.availability()));
    return Collections.unmodifiableMap(report);
  }

  /** The names of those that can be used here, sorted. */
  public List<String> available() {
    return finder.get().stream()
        .filter(Providers.Entry::usable)
        .map(Providers.Entry::name)
        .toList();
  }

  /** All that was found. */
  public List<Providers.Entry<P>> entries() {
    return finder.get();
  }

  /** What the named provider opens; fails with a sentence that lists what there is. */
  public T named(String name) {
    List<Providers.Entry<P>> entries = finder.get();
    for (Providers.Entry<P> entry : entries) {
      if (entry.name().equals(name)) {
        return open(entry, entries);
      }
    }
    String meant = Suggestions.clause(name, entries.stream().map(Providers.Entry::name).toList());
    throw new UnavailableException(
        "There is no %s '%s'%s; %s".formatted(kind, name, meant, Providers.listing(entries)));
  }

  /**
   * What the entry's provider opens, if it can be used here.
   *
   * @param entries all that was found, for the sentence if not
   */
  public T open(Providers.Entry<P> entry, List<Providers.Entry<P>> entries) {
    P provider = entry.provider();
    if (provider == null || !entry.usable()) {
      throw new UnavailableException(
          "The %s '%s' cannot be used here: %s%s"
              .formatted(
                  kind, entry.name(), entry.availability().detail(), others(entries, entry)));
    }
    Slot<T> slot =
        opened.get(provider.getClass()).computeIfAbsent(entry.name(), name -> new Slot<>());
    try {
      return slot.open(kind + " '" + entry.name() + "'", () -> opener.apply(provider));
    } catch (BriskException e) {
      throw e;
    } catch (RuntimeException | LinkageError | AssertionError e) {
      throw new UnavailableException(
          "The %s '%s' failed to open: %s".formatted(kind, entry.name(), e), e);
    }
  }

  private static <P> String others(List<Providers.Entry<P>> entries, Providers.Entry<P> but) {
    List<Providers.Entry<P>> others =
        entries.stream().filter(entry -> !entry.name().equals(but.name())).toList();
    return others.isEmpty() ? "" : "; besides it " + Providers.listing(others);
  }

  /** What one provider opened, once it succeeded. */
  private static final class Slot<T> {
    private @Nullable T value;
    private boolean opening;

    synchronized T open(String what, Supplier<@Nullable T> opener) {
      T made = value;
      if (made != null) {
        return made;
      }
      if (opening) {
        throw new UnavailableException("The " + what + " asks for itself while it opens");
      }
      opening = true;
      try {
        made = opener.get();
      } finally {
        opening = false;
      }
      if (made == null) {
        throw new UnavailableException("The provider of the " + what + " opened nothing");
      }
      value = made;
      return made;
    }
  }
}
