package dev.brisk.quantization.calibration;

import dev.brisk.Accelerator;
import dev.brisk.CancelledException;
import dev.brisk.Tensor;
import dev.brisk.internal.file.NewFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The progress of one calibration, kept in a cache if there is one. Not thread-safe. */
final class Journal {
  private final Collection<String> values;
  private final @Nullable Cache cache;
  private final List<String> warnings = new ArrayList<>();
  private @Nullable Checkpoint checkpoint;
  private Findings findings;
  private long saved;

  /** A journal with nothing in it. */
  Journal(Collection<String> values, @Nullable Cache cache) {
    this.values = values;
    this.cache = cache;
    this.findings = new Findings(values);
  }

  /** What was found so far. */
  Findings findings() {
    return findings;
  }

  /** Sentences on what went wrong with the cache. */
  List<String> warnings() {
    return warnings;
  }

  /**
   * Takes over what an earlier calibration found, if the samples begin with those that it saw.
   *
   * @param step told of each sample; throws what is wrong with it
   * @return the samples that are left
   */
  Iterator<Map<String, Tensor>> resume(
      Iterable<Map<String, Tensor>> samples,
      Accelerator accelerator,
      Consumer<Map<String, Tensor>> step) {
    Iterator<Map<String, Tensor>> iterator = samples.iterator();
    if (cache == null || !iterator.hasNext()) {
      return iterator;
    }
    Map<String, Tensor> first = iterator.next();
    step.accept(first);
    long checksum = SampleChecksum.of(first);
    Checkpoint found = Checkpoint.in(cache, accelerator, checksum);
    checkpoint = found;
    Findings earlier = load(found);
    if (earlier == null) {
      return followedBy(first, iterator);
    }
    long chain = SampleChecksum.chain(0, checksum);
    long count = 1;
    for (; count < earlier.samples() && iterator.hasNext(); count++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new CancelledException("Calibration was interrupted");
      }
      Map<String, Tensor> next = iterator.next();
      step.accept(next);
      chain = SampleChecksum.chain(chain, SampleChecksum.of(next));
    }
    if (count != earlier.samples() || chain != earlier.chain()) {
      return samples.iterator();
    }
    findings = earlier;
    saved = count;
    return iterator;
  }

  private @Nullable Findings load(Checkpoint from) {
    try {
      Findings loaded = from.load();
      return loaded != null && loaded.histograms().keySet().equals(Set.copyOf(values))
          ? loaded
          : null;
    } catch (IOException e) {
      warnings.add(
          "The calibration kept in %s was made anew, since it could not be used: %s"
              .formatted(from.file(), NewFiles.reason(e)));
      return null;
    }
  }

  /** An element and then others. */
  static <T> Iterator<T> followedBy(T first, Iterator<T> rest) {
    return new Iterator<>() {
      private boolean begun;

      @Override
      public boolean hasNext() {
        return !begun || rest.hasNext();
      }

      @Override
      public T next() {
        if (!begun) {
          begun = true;
          return first;
        }
        return rest.next();
      }
    };
  }

  /** Whether it is time to save. */
  boolean isDue() {
    return checkpoint != null && checkpoint.isDue();
  }

  /** Saves the findings, which must hold what was found on all samples seen. */
  void save() {
    if (checkpoint == null || findings.samples() == saved) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // Else the file would be closed while written.
    try {
      checkpoint.save(findings);
      saved = findings.samples();
    } catch (IOException e) {
      warnings.add(
          "The calibration could not be kept in %s: %s"
              .formatted(checkpoint.file(), NewFiles.reason(e)));
      checkpoint = null;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
