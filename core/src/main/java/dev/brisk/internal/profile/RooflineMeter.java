package dev.brisk.internal.profile;

import dev.brisk.Accelerator;
import dev.brisk.Binding;
import dev.brisk.BriskException;
import dev.brisk.CancelledException;
import dev.brisk.CompileOptions;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.Roofline;
import dev.brisk.Roofline.Bandwidth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Measures what an accelerator can do at most, by models that do nothing else. Each figure is that
 * of the quickest run, since nothing but a disturbance makes a run slower.
 */
final class RooflineMeter {
  private static final long ENOUGH_NANOS = 200_000_000;
  private static final long LONG_NANOS = 10_000_000;
  private static final int SMALLEST = 128;
  private static final int LARGEST = 1024;
  private static final int CHAIN = 64;

  /** Seconds beside which what surrounds a run counts. */
  private static final double SHORT = 2e-4;

  private static final Map<List<Object>, Roofline> KNOWN = new ConcurrentHashMap<>();

  private final Accelerator accelerator;
  private final CompileOptions options;

  private RooflineMeter(Accelerator accelerator, CompileOptions options) {
    this.accelerator = accelerator;
    this.options = options;
  }

  /** Measures, or gives what was measured in this process before. */
  static Roofline of(Accelerator accelerator, CompileOptions options) {
    List<Object> key = List.of(accelerator.name(), options);
    Roofline known = KNOWN.get(key);
    if (known == null) {
      known = new RooflineMeter(accelerator, options).measure();
      KNOWN.put(key, known);
    }
    return known;
  }

  private Roofline measure() {
    double one = seconds(Yardsticks.chain(1));
    double dispatch = Math.max(0, seconds(Yardsticks.chain(CHAIN)) - one) / (CHAIN - 1);
    double request = Math.max(0, one - dispatch);
    List<Bandwidth> bandwidths = new ArrayList<>();
    double last = 0;
    for (MemoryLevel level : MemoryLevel.all()) {
      if (last < 0.1) {
        long bytes = level.bytes();
        last = seconds(Yardsticks.additions(bytes, 1));
        int times = last < SHORT ? CHAIN : 1;
        double all = times == 1 ? last : seconds(Yardsticks.additions(bytes, times));
        double moving = Math.max(all / 2, all - request - times * dispatch);
        bandwidths.add(new Bandwidth(level.name(), bytes, all > 0 ? bytes * times / moving : 0));
      }
    }
    return new Roofline(
        peak(Yardsticks::floatProduct),
        peak(Yardsticks::integerProduct),
        bandwidths,
        Duration.ofNanos(Math.round(dispatch * 1e9)));
  }

  /** The peak of ever larger products, until one takes long enough. */
  private double peak(IntFunction<Model> product) {
    double peak = 0;
    double seconds = 0;
    for (int size = SMALLEST; size <= LARGEST && seconds < LONG_NANOS / 1e9; size *= 2) {
      seconds = seconds(product.apply(size));
      peak = seconds > 0 ? Math.max(peak, 2.0 * size * size * size / seconds) : peak;
    }
    return peak;
  }

  /** What the quickest run takes; 0 if the accelerator does not run this model. */
  private double seconds(Model model) {
    try (Executable executable = accelerator.compile(model, options);
        Binding binding = executable.bind()) {
      binding.run();
      long quickest = Long.MAX_VALUE;
      long begin = System.nanoTime();
      for (int run = 0; isTooFew(run, System.nanoTime() - begin); run++) {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancelledException("Stopped while measuring the machine");
        }
        long start = System.nanoTime();
        binding.run();
        quickest = Math.min(quickest, System.nanoTime() - start);
      }
      return quickest / 1e9;
    } catch (CancelledException e) {
      throw e;
    } catch (BriskException e) {
      return 0;
    }
  }

  private static boolean isTooFew(int runs, long nanos) {
    return nanos < ENOUGH_NANOS || (runs < 8 && nanos < 4 * ENOUGH_NANOS) || runs < 1;
  }
}
