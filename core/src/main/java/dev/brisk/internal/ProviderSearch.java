package dev.brisk.internal;

import dev.brisk.Availability;
import dev.brisk.internal.Providers.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One look through class loaders for the providers of a service. */
final class ProviderSearch<P> {
  /** How often a loader may fail: the iterator does not get past every failure. */
  private static final int MOST_FAILURES = 100;

  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /** How a {@link ServiceConfigurationError} names the service and then the class that is meant. */
  private static final Pattern LISTED =
      Pattern.compile("[\\w.]+: (?:Provider )?([\\w.$]+) (?:not|could|Unable).*");

  private final Function<P, @Nullable String> name;
  private final Function<P, @Nullable Availability> availability;
  private final List<Entry<P>> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, String> classByName = new HashMap<>();
  private int unnamed;

  ProviderSearch(
      Function<P, @Nullable String> name, Function<P, @Nullable Availability> availability) {
    this.name = name;
    this.availability = availability;
  }

  List<Entry<P>> found() {
    return found;
  }

  /** Adds what the loader finds, but no class a second time. */
  void collect(ServiceLoader<P> loader) {
    Iterator<ServiceLoader.Provider<P>> listed = loader.stream().iterator();
    int failures = 0;
    while (failures < MOST_FAILURES) {
      try {
        if (!listed.hasNext()) {
          return;
        }
        ServiceLoader.Provider<P> next = listed.next();
        if (seen.add(next.type().getName())) {
          found.add(entry(next));
        }
      } catch (ServiceConfigurationError | LinkageError e) {
        failures++;
        addUnloadable(e);
      }
    }
  }

  private void addUnloadable(Error e) {
    String message = String.valueOf(e.getMessage());
    Matcher listed = LISTED.matcher(message);
    String label = listed.matches() ? listed.group(1) : "";
    if (seen.add(label.isEmpty() ? message : label)) {
      String fault = message.substring(message.indexOf(' ') + 1);
      found.add(
          unusable(
              label.isEmpty() ? "(unnamed " + ++unnamed + ")" : label,
              e instanceof LinkageError ? failure(e) : "it is listed but unusable: " + fault));
    }
  }

  private Entry<P> entry(ServiceLoader.Provider<P> listed) {
    String type = listed.type().getName();
    try {
      P provider = listed.get();
      String own = name.apply(provider);
      if (own == null || !NAME.matcher(own).matches()) {
        return unusable(
            type, "its name must be lower-case letters, digits and dashes, but is '" + own + "'");
      }
      String first = classByName.putIfAbsent(own, type);
      return first == null
          ? entry(own, provider)
          : unusable(type, "its name '%s' is that of %s, found before".formatted(own, first));
    } catch (ServiceConfigurationError e) {
      return unusable(type, failure(e.getCause() == null ? e : e.getCause()));
    } catch (Exception | LinkageError | AssertionError e) {
      return unusable(type, failure(e));
    }
  }

  private Entry<P> entry(String own, P provider) {
    try {
      Availability here = availability.apply(provider);
      return here == null
          ? unusable(own, "its provider says nothing of its availability")
          : new Entry<>(own, provider, here);
    } catch (Exception | LinkageError | AssertionError e) {
      return unusable(own, failure(e));
    }
  }

  private static <P> Entry<P> unusable(String label, String reason) {
    return new Entry<>(label, null, Availability.no(reason));
  }

  private static String failure(Throwable e) {
    Throwable cause = e.getCause();
    if (e instanceof ExceptionInInitializerError && cause != null) {
      return failure(cause);
    }
    return e instanceof LinkageError
        ? "its classes do not fit those here (" + e + "); give all Brisk artifacts one version"
        : "its provider failed with " + e;
  }
}
