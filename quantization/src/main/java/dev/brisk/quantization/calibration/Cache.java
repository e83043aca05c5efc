package dev.brisk.quantization.calibration;

import dev.brisk.Model;
import dev.brisk.QuantizationOptions;
import dev.brisk.internal.Fingerprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where calibrations keep their progress, so that one that ended early goes on where it stood.
 *
 * @param folder the folder, which is made if it does not exist
 * @param purpose tells a calibration from all others, but for its samples and what runs it
 * @param interval the least time between two writes
 */
public record Cache(Path folder, String purpose, Duration interval) {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** A cache that is written to every few seconds. */
  public Cache(Path folder, String purpose) {
    this(folder, purpose, INTERVAL);
  }

  /** The cache that the options ask for, for a calibration of these values; null if for none. */
  public static @Nullable Cache of(
      QuantizationOptions options, String quantizer, Model prepared, Collection<String> values) {
    if (options.cache().isEmpty()) {
      return null;
    }
    String purpose =
        "%s, model %016x, values %s"
            .formatted(quantizer, Fingerprint.of(prepared), new TreeSet<>(values));
    return new Cache(options.cache().get(), purpose);
  }
}
