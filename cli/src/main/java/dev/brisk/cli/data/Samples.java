package dev.brisk.cli.data;

import dev.brisk.Tensor;
import java.util.Iterator;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A sequence of samples, each decoded when it is asked for and kept by nobody, so that its length
 * costs no memory. Thread-safe.
 */
public interface Samples {
  /** How many there are. */
  int size();

  /**
   * Decodes one.
   *
   * @throws dev.brisk.BriskException if its data cannot be read, with a sentence that names it
   */
  Sample get(int index);

  /** At most so many of these, from the first on. */
  default Samples limit(int most) {
    return most >= size() ? this : view(most, index -> index);
  }

  /** Every n-th of these, beginning with the first. */
  default Samples every(int n) {
    return view((size() + n - 1) / n, index -> index * n);
  }

  /** What {@link #every} leaves. */
  default Samples exceptEvery(int n) {
    return n == 1 ? view(0, index -> index) : view(size() - (size() + n - 1) / n, skipping(n));
  }

  /** These without the first n. */
  default Samples skip(int n) {
    return view(Math.max(0, size() - n), index -> index + n);
  }

  private static IntUnaryOperator skipping(int n) {
    return index -> index / (n - 1) * n + index % (n - 1) + 1;
  }

  private Samples view(int size, IntUnaryOperator source) {
    Samples all = this;
    return new Samples() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public Sample get(int index) {
        return all.get(source.applyAsInt(index));
      }
    };
  }

  /** The inputs alone; can be gone through any number of times. */
  default Iterable<Map<String, Tensor>> inputs() {
    return () -> {
      Iterator<Map<String, Tensor>> iterator =
          IntStream.range(0, size()).mapToObj(index -> get(index).inputs()).iterator();
      return iterator;
    };
  }
}
