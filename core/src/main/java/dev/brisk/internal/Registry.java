package dev.brisk.internal;

import dev.brisk.Availability;
import dev.brisk.BriskException;
import dev.brisk.UnavailableException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks services up by name and opens each once; a failed look-up says what there is and why the
 * rest cannot run here.
 *
 * @param <P> the provider
 * @param <T> what it opens
 */
public final class Registry<P, T> {
  private final String kind;
  private final Supplier<List<Providers.Entry<P>>> finder;
  private final Function<P, T> opener;
  private final ClassValue<Map<String, T>> opened =
      new ClassValue<>() {
        @Override
        protected Map<String, T> computeValue(Class<?> type) {
          return new ConcurrentHashMap<>();
        }
      };

  public Registry(String kind, Supplier<List<Providers.Entry<P>>> finder, Function<P, T> opener) {
    this.kind = kind;
    this.finder = finder;
    this.opener = opener;
  }

  /** Every provider by name, and whether it can be used here. */
  public Map<String, Availability> report() {
    Map<String, Availability> report = new TreeMap<>();
    finder.get().forEach(entry -> report.put(entry.name(), entry.availability()));
    return report;
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
        return open(entry);
      }
    }
    throw new UnavailableException("There is no " + kind + " '" + name + "'; " + listing(entries));
  }

  /** What the entry's provider opens, if it can be used here. */
  public T open(Providers.Entry<P> entry) {
    P provider = entry.provider();
    if (provider == null || !entry.availability().available()) {
      throw new UnavailableException(
          "The %s '%s' cannot be used here: %s; %s"
              .formatted(kind, entry.name(), entry.availability().detail(), listing(finder.get())));
    }
    try {
      return opened
          .get(provider.getClass())
          .computeIfAbsent(entry.name(), n -> opener.apply(provider));
    } catch (BriskException e) {
      throw e;
    } catch (LinkageError | RuntimeException e) {
      throw new UnavailableException(
          "The %s '%s' failed to open: %s".formatted(kind, entry.name(), e), e);
    }
  }

  /** One clause on what there is and why each one that cannot be used cannot. */
  public String listing(List<Providers.Entry<P>> entries) {
    if (entries.isEmpty()) {
      return "none was found on the class path or module path: add an artifact that brings one, "
          + "such as those of the dev.brisk group";
    }
    StringBuilder text = new StringBuilder("there are: ");
    for (int i = 0; i < entries.size(); i++) {
      Providers.Entry<P> entry = entries.get(i);
      text.append(i == 0 ? "" : ", ").append(entry.name());
      if (!entry.availability().available()) {
        text.append(" (not here: ").append(entry.availability().detail()).append(')');
      }
    }
    return text.toString();
  }
}
