package dev.brisk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a model is compiled: the number of threads, and what else the accelerator knows by name.
 *
 * <p>Immutable; each method gives a changed copy.
 */
public final class CompileOptions {
  private static final CompileOptions DEFAULTS =
      new CompileOptions(OptionalInt.empty(), Collections.emptyMap());

  private final OptionalInt threads;
  private final Map<String, String> settings;

  private CompileOptions(OptionalInt threads, Map<String, String> settings) {
    this.threads = threads;
    this.settings = settings;
  }

  /** As many threads as the process may use, and the accelerator's own defaults. */
  public static CompileOptions defaults() {
    return DEFAULTS;
  }

  /**
   * So many threads for one run, the calling one included.
   *
   * @throws InvalidInputException if fewer than one
   */
  public CompileOptions threads(int count) {
    if (count < 1) {
      throw new InvalidInputException("The number of threads must be 1 or more, but is " + count);
    }
    return new CompileOptions(OptionalInt.of(count), settings);
  }

  /** A setting that the accelerator documents; an unknown name is refused when it compiles. */
  public CompileOptions with(String name, String value) {
    Map<String, String> changed = new TreeMap<>(settings);
    changed.put(name, value);
    return new CompileOptions(threads, Collections.unmodifiableMap(changed));
  }

  /** The number of threads asked for; empty for the default. */
  public OptionalInt threads() {
    return threads;
  }

  /** The accelerator's own settings by name, sorted. */
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CompileOptions that
        && threads.equals(that.threads)
        && settings.equals(that.settings);
  }

  @Override
  public int hashCode() {
    return Objects.hash(threads, settings);
  }

  /** The threads, where they are set, and the settings, such as {@code {threads=2, a=b}}. */
  @Override
  public String toString() {
    Map<String, Object> all = new LinkedHashMap<>();
    threads.ifPresent(count -> all.put("threads", count));
    all.putAll(settings);
    return all.toString();
  }
}
