package dev.brisk;

import java.time.Duration;
import java.util.List;

/**
 * What an accelerator can do at most on this machine, as measured with models that do nothing else:
 * a large matrix product, an addition, a chain of operators without work.
 *
 * <p>The model of Williams, Waterman and Patterson, "Roofline: an insightful visual performance
 * model for multicore architectures", Communications of the ACM 52(4), 2009; beside peak and
 * bandwidth, the time that every operator takes to be called bounds its speed.
 *
 * @param floatPeak operations a second in float32, a multiply-add being two; 0 if not known
 * @param integerPeak the same of 8-bit integers; 0 if not known
 * @param bandwidths by the bytes that are touched, ascending
 * @param dispatch what calling an operator takes that does next to nothing
 */
public record Roofline(
    double floatPeak, double integerPeak, List<Bandwidth> bandwidths, Duration dispatch) {
  public Roofline {
    bandwidths = List.copyOf(bandwidths);
  }

  /**
   * Bytes a second.
   *
   * @param level where so many bytes lie: {@code L2}, {@code L3} or {@code memory}
   * @param bytes how many are touched
   * @param perSecond how many were read and written in a second
   */
  public record Bandwidth(String level, long bytes, double perSecond) {}

  /** What bounds an operator's speed. */
  public enum Bound {
    /** The peak of its arithmetic. */
    COMPUTE,
    /** The bandwidth to the caches or the memory, depending on how much it touches. */
    MEMORY,
    /** Neither of these: its kernel takes many times what its work takes on the roofline. */
    KERNEL,
    /** That it is called at all, since it does little. */
    OVERHEAD,
    /** It computes nothing but changes the form of values: their type or their layout. */
    CONVERSION,
    /** What it works on is not known. */
    UNKNOWN;

    /** In lower case. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Operations a second at most; 0 if not known. */
  public double peak(boolean integer) {
    return integer && integerPeak > 0 ? integerPeak : floatPeak;
  }

  /** Bytes a second at most when so many are touched; 0 if not known. */
  public double bandwidth(long bytes) {
    double found = 0;
    for (Bandwidth level : bandwidths) {
      found = level.perSecond();
      if (level.bytes() >= bytes) {
        break;
      }
    }
    return found;
  }

  /** The seconds that so many operations take at the peak. */
  public double computeSeconds(double operations, boolean integer) {
    double peak = peak(integer);
    return peak > 0 ? operations / peak : 0;
  }

  /** The seconds that moving so many bytes takes. */
  public double memorySeconds(long bytes) {
    double bandwidth = bandwidth(bytes);
    return bandwidth > 0 ? bytes / bandwidth : 0;
  }

  /** The seconds that operations and bytes take at least, the one hidden behind the other. */
  public double leastSeconds(double operations, long bytes, boolean integer) {
    return Math.max(computeSeconds(operations, integer), memorySeconds(bytes));
  }

  /** The largest of the bounds of an operator with such work in one call. */
  public Bound bound(double operations, long bytes, boolean integer) {
    if (operations <= 0 && bytes <= 0) {
      return Bound.UNKNOWN;
    }
    double compute = computeSeconds(operations, integer);
    double memory = memorySeconds(bytes);
    if (dispatch.toNanos() / 1e9 > Math.max(compute, memory)) {
      return Bound.OVERHEAD;
    }
    return compute >= memory ? Bound.COMPUTE : Bound.MEMORY;
  }
}
