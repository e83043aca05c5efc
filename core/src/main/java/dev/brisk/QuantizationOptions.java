package dev.brisk;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a model is quantized. Immutable; each method gives a changed copy. Besides what is named
 * here, a quantizer documents settings of its own, given {@link #with} their names.
 */
public final class QuantizationOptions {
  private static final QuantizationOptions DEFAULTS =
      new QuantizationOptions(null, Progress.NONE, Set.of(), Map.of(), null);

  private final @Nullable Accelerator accelerator;
  private final Progress progress;
  private final Set<String> excluded;
  private final Map<String, String> settings;
  private final @Nullable Path cache;

  private QuantizationOptions(
      @Nullable Accelerator accelerator,
      Progress progress,
      Set<String> excluded,
      Map<String, String> settings,
      @Nullable Path cache) {
    this.accelerator = accelerator;
    this.progress = progress;
    this.excluded = excluded;
    this.settings = settings;
    this.cache = cache;
  }

  /** The quantizer's defaults. */
  public static QuantizationOptions defaults() {
    return DEFAULTS;
  }

  /** Calibrates on this accelerator instead of the best one. */
  public QuantizationOptions accelerator(Accelerator chosen) {
    return new QuantizationOptions(chosen, progress, excluded, settings, cache);
  }

  /** Reports progress here. */
  public QuantizationOptions progress(Progress listener) {
    return new QuantizationOptions(accelerator, listener, excluded, settings, cache);
  }

  /** Leaves these nodes, by name, as they are: they read and write float values. */
  public QuantizationOptions exclude(String... nodes) {
    Set<String> all = new TreeSet<>(excluded);
    all.addAll(List.of(nodes));
    return new QuantizationOptions(
        accelerator, progress, Collections.unmodifiableSet(all), settings, cache);
  }

  /** Sets one of the quantizer's own settings; an unknown name is refused when it quantizes. */
  public QuantizationOptions with(String name, String value) {
    Map<String, String> changed = new TreeMap<>(settings);
    changed.put(name, value);
    return new QuantizationOptions(
        accelerator, progress, excluded, Collections.unmodifiableMap(changed), cache);
  }

  /**
   * Keeps the progress of calibrations in a folder, which is made if it does not exist. One that
   * ended early goes on where it stood when it is started again with the same model, samples,
   * accelerator and excluded nodes; one that was complete need not run at all. The result is the
   * same as without a cache, to the byte.
   *
   * <p>A file that is broken is made anew, and the report says so. For each combination there is
   * one file, which holds up to 64 of the samples themselves: at most 64 MiB of them, or one, and
   * 36 KiB for each value observed. Files are never deleted. The samples are gone through twice if
   * they begin like those in the cache, but then differ.
   */
  public QuantizationOptions cache(Path folder) {
    return new QuantizationOptions(accelerator, progress, excluded, settings, folder);
  }

  /** The accelerator to calibrate on: the one chosen, else the best here. */
  public Accelerator accelerator() {
    return accelerator == null ? Accelerators.best() : accelerator;
  }

  /** Where progress is reported. */
  public Progress progress() {
    return progress;
  }

  /** The names of the nodes to leave as they are, sorted. */
  public Set<String> excluded() {
    return excluded;
  }

  /** The folder that keeps the progress of calibrations; empty if none does. */
  public Optional<Path> cache() {
    return Optional.ofNullable(cache);
  }

  /** The quantizer's own settings by name, sorted. */
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof QuantizationOptions that
        && Objects.equals(accelerator, that.accelerator)
        && progress.equals(that.progress)
        && excluded.equals(that.excluded)
        && settings.equals(that.settings)
        && Objects.equals(cache, that.cache);
  }

  @Override
  public int hashCode() {
    return Objects.hash(accelerator, progress, excluded, settings, cache);
  }

  /** What is set, such as {@code {accelerator=x, excluded=[conv1], a=b}}. */
  @Override
  public String toString() {
    Map<String, Object> all = new LinkedHashMap<>();
    if (accelerator != null) {
      all.put("accelerator", accelerator.name());
    }
    if (!excluded.isEmpty()) {
      all.put("excluded", excluded);
    }
    if (cache != null) {
      all.put("cache", cache);
    }
    all.putAll(settings);
    return all.toString();
  }
}
