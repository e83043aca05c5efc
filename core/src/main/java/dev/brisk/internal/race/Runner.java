package dev.brisk.internal.race;

import dev.brisk.Binding;
import dev.brisk.Executable;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** An executable bound to inputs that runs in bursts. For one thread. */
public final class Runner implements AutoCloseable {
  private static final int WARM_RUNS = 10;
  private static final double WARM_SECONDS = 0.1;

  /** What another left in caches, or on the processors, is over by then. */
  private static final long SETTLING_NANOS = 700_000;

  private final Binding binding;
  private final LongSupplier clock;

  private Runner(Binding binding, LongSupplier clock) {
    this.binding = binding;
    this.clock = clock;
  }

  /**
   * Binds an executable, which stays the caller's.
   *
   * @param inputs what it is fed, with a batch dimension of 1 in front where it takes batches
   * @param batch how often the inputs are repeated along their first dimension
   * @param clock nanoseconds from any point on
   */
  public static Runner of(
      Executable executable, Map<String, Tensor> inputs, int batch, LongSupplier clock) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, repeated(tensor.shape(), batch)));
    Binding binding = executable.bind(shapes);
    inputs.forEach(
        (name, tensor) -> {
          ByteBuffer memory = binding.input(name).asByteBuffer();
          do {
            memory.put(tensor.asByteBuffer());
          } while (memory.hasRemaining());
        });
    return new Runner(binding, clock);
  }

  private static Shape repeated(Shape shape, int batch) {
    return batch == 1 || shape.rank() == 0 ? shape : shape.withDim(0, shape.dim(0) * batch);
  }

  /** Runs until it has settled; gives the seconds of the fastest run. */
  public double warmUp() {
    long start = clock.getAsLong();
    long least = Long.MAX_VALUE;
    long last = start;
    for (int i = 0; i < WARM_RUNS || last - start < WARM_SECONDS * 1e9; i++) {
      binding.run();
      long now = clock.getAsLong();
      least = Math.min(least, now - last);
      last = now;
      if (last - start > 10 * WARM_SECONDS * 1e9) {
        break;
      }
    }
    return Math.max(1, least) / 1e9;
  }

  /** Runs so many times after one that does not count; gives the nanoseconds of each. */
  public long[] burst(int runs) {
    binding.run();
    return measured(runs);
  }

  /** As {@link #burst}, but after as many that do not count as it takes to settle. */
  public long[] settledBurst(int runs) {
    long start = clock.getAsLong();
    do {
      binding.run();
    } while (clock.getAsLong() - start < SETTLING_NANOS);
    return measured(runs);
  }

  private long[] measured(int runs) {
    long[] nanos = new long[runs];
    long last = clock.getAsLong();
    for (int i = 0; i < runs; i++) {
      binding.run();
      long now = clock.getAsLong();
      nanos[i] = now - last;
      last = now;
    }
    return nanos;
  }

  /** The seconds of a run that nothing disturbed: the mean of the fastest quarter. */
  public static double undisturbed(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int quarter = (sorted.length + 3) / 4;
    return Arrays.stream(sorted, 0, quarter).average().orElse(0) / 1e9;
  }

  /** Frees the binding. */
  @Override
  public void close() {
    binding.close();
  }
}
