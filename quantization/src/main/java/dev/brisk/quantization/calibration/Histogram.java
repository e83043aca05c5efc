package dev.brisk.quantization.calibration;

import dev.brisk.Tensor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often the numbers of a value fell where: a count for each of at most {@value #BINS} bins,
 * with the exact minimum and maximum. Of a tensor with {@value #COUNTED} numbers twice or more, all
 * of them finite, only about as many as that are put into bins, evenly chosen, each as if it were
 * several; so the counts in the bins always add up to the number of finite numbers. Not
 * thread-safe.
 *
 * <p>A bin is the interval from {@code k * w} up to but excluding {@code (k + 1) * w}, for a whole
 * {@code k} and a width {@code w} that is a power of two: the smallest one for which the numbers
 * seen so far fit the bins, but no less than a float's precision at the largest of them. When
 * numbers fall outside, the width doubles and each two bins become one. So a histogram depends only
 * on which tensors were added, not on their order, nor on how they were split between histograms
 * that were merged.
 */
public final class Histogram {
  /** The most bins a histogram has; once it has outgrown them it always uses over half. */
  static final int BINS = 4096;

  /** The numbers of a large tensor that are put into bins: fewer than twice this. */
  static final int COUNTED = 2048;

  private static final int CHUNK = 2048;
  private static final int GOLDEN = 0x9e37_79b9;
  private static final int MANTISSA_BITS = 23;
  private static final int SMALLEST_EXPONENT = -149;
  private static final long[] NONE = {};

  private long[] counts = NONE;
  private long[] second = NONE;
  private int exponent = SMALLEST_EXPONENT;
  private int first;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;
  private long count;
  private long zeros;
  private long nans;
  private long infinities;
  private Extremes extremes = new Extremes();

  /** Adds the numbers of a float32 tensor, which are those of one sample. */
  public void add(Tensor tensor) {
    count(tensor);
    settle();
  }

  /** Adds a float32 tensor; {@link #settle} must be called before anything is read. */
  void count(Tensor tensor) {
    FloatBuffer numbers = numbers(tensor);
    Extent extent = add(numbers, Math.max(1, numbers.remaining() / COUNTED));
    if (!extent.isEmpty()) {
      extremes.add(extent.low(), extent.high());
    }
  }

  private static FloatBuffer numbers(Tensor tensor) {
    return tensor.asBuffer() instanceof ByteBuffer bytes
        ? bytes.order(ByteOrder.nativeOrder()).asFloatBuffer()
        : tensor.asFloatBuffer();
  }

  /** Adds the remaining numbers of a buffer, whose position does not move. */
  public void add(FloatBuffer values) {
    add(values.duplicate(), 1);
    settle();
  }

  /** Adds numbers. */
  public void add(float... values) {
    add(FloatBuffer.wrap(values));
  }

  /** Adds all that was added to the other. */
  public void merge(Histogram other) {
    nans += other.nans;
    infinities += other.infinities;
    extremes.merge(other.extremes);
    if (other.isEmpty()) {
      return;
    }
    widen(other.min, other.max);
    int shift = Math.min(Integer.SIZE - 1, exponent - other.exponent);
    for (int i = 0, bins = other.bins(); i < bins; i++) {
      counts[((other.first + i) >> shift) - first] += other.counts[i];
    }
    count += other.count;
    zeros += other.zeros;
  }

  /** All that was added to this one and to another; both may be changed. */
  Histogram merged(Histogram other) {
    merge(other);
    return this;
  }

  /** Whether no finite number was added. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The number of finite numbers added. */
  public long count() {
    return count;
  }

  /** How many of them were zero, by those in the bins. */
  public long zeros() {
    return zeros;
  }

  /** The number of NaN added, which are in no bin. */
  public long nans() {
    return nans;
  }

  /** The number of infinities added, which are in no bin. */
  public long infinities() {
    return infinities;
  }

  /** The least finite number added; positive infinity if there was none. */
  public float min() {
    return min;
  }

  /** The greatest finite number added; negative infinity if there was none. */
  public float max() {
    return max;
  }

  /** The number of bins from the one of the minimum to the one of the maximum. */
  public int bins() {
    return isEmpty() ? 0 : bin(max, exponent) - first + 1;
  }

  /** The width of each bin. */
  public double binWidth() {
    return Math.scalb(1.0, exponent);
  }

  /** The lower edge of a bin, the bin of the minimum being 0. */
  public double edge(int bin) {
    return Math.scalb((double) first + bin, exponent);
  }

  /** How many numbers fell into a bin, the bin of the minimum being 0. */
  public long count(int bin) {
    return counts[bin];
  }

  /** The range from the least to the greatest number; zero alone if there was none. */
  public Range range() {
    return isEmpty() ? new Range(0, 0) : new Range(min, max);
  }

  /**
   * The mean over tensors of the range of the numbers of each; that of all numbers if they were not
   * added as tensors.
   */
  Range meanRange() {
    Range mean = extremes.mean();
    return mean == null ? range() : mean;
  }

  /** A histogram with the same contents, independent of this one. */
  public Histogram copy() {
    Histogram copy = new Histogram();
    copy.merge(this);
    return copy;
  }

  /** Writes it so that {@link #read} can read it. */
  public void write(DataOutput out) throws IOException {
    out.writeLong(nans);
    out.writeLong(infinities);
    extremes.write(out);
    out.writeLong(count);
    if (isEmpty()) {
      return;
    }
    out.writeLong(zeros);
    out.writeFloat(min);
    out.writeFloat(max);
    for (int i = 0, bins = bins(); i < bins; i++) {
      out.writeLong(counts[i]);
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it cannot be read or is no histogram
   */
  public static Histogram read(DataInput in) throws IOException {
    Histogram result = new Histogram();
    result.nans = checkCount(in.readLong());
    result.infinities = checkCount(in.readLong());
    result.extremes = Extremes.read(in);
    long count = checkCount(in.readLong());
    if (count > 0) {
      result.readBins(in, count);
    }
    return result;
  }

  private void readBins(DataInput in, long total) throws IOException {
    zeros = checkCount(in.readLong());
    float low = in.readFloat();
    float high = in.readFloat();
    if (!(low <= high) || Float.isInfinite(low) || Float.isInfinite(high)) {
      throw new IOException("A histogram from " + low + " to " + high + " is not possible");
    }
    widen(low, high);
    count = total;
    long sum = 0;
    for (int i = 0, bins = bins(); i < bins; i++) {
      counts[i] = checkCount(in.readLong());
      sum += counts[i];
    }
    if (sum != total || zeros > total) {
      throw new IOException("A histogram of " + total + " numbers has " + sum + " in its bins");
    }
  }

  private static long checkCount(long count) throws IOException {
    if (count < 0) {
      throw new IOException("A count in a histogram is negative: " + count);
    }
    return count;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Histogram that
        && count == that.count
        && zeros == that.zeros
        && nans == that.nans
        && infinities == that.infinities
        && extremes.equals(that.extremes)
        && min == that.min
        && max == that.max
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(counts);
  }

  /** Its minimum, maximum and counts, on one line. */
  @Override
  public String toString() {
    return "%d numbers from %s to %s, %d zeros, %d NaN, %d infinite"
        .formatted(count, min, max, zeros, nans, infinities);
  }

  private Extent add(FloatBuffer numbers, int step) {
    Extent extent = Extent.of(numbers);
    nans += extent.nans();
    infinities += extent.infinities();
    if (extent.isEmpty()) {
      return extent;
    }
    widen(extent.low(), extent.high());
    if (second.length == 0 && numbers.remaining() > 1) {
      second = new long[BINS];
    }
    if (step > 1 && extent.isFinite()) {
      addSome(numbers, step, extent);
    } else {
      addAll(numbers, extent);
    }
    return extent;
  }

  private void addAll(FloatBuffer numbers, Extent extent) {
    FloatBuffer rest = numbers.duplicate();
    float[] chunk = new float[Math.min(CHUNK, rest.remaining())];
    while (rest.hasRemaining()) {
      int size = Math.min(chunk.length, rest.remaining());
      rest.get(chunk, 0, size);
      tally(chunk, extent.isFinite() ? size : finite(chunk, size), 1);
    }
  }

  /**
   * Counts one number out of each {@code step} as if all were equal to it. Which one differs from
   * group to group, so that no row or channel is passed over, and from tensor to tensor, so that no
   * place is: it hangs on the numbers alone.
   */
  private void addSome(FloatBuffer numbers, int step, Extent extent) {
    int start = numbers.position();
    int groups = numbers.remaining() / step;
    int place = 31 * Float.floatToIntBits(extent.low()) + Float.floatToIntBits(extent.high());
    place *= GOLDEN;
    float[] chunk = new float[Math.min(CHUNK, groups)];
    for (int group = 0; group < groups; ) {
      int size = Math.min(chunk.length, groups - group);
      for (int i = 0; i < size; i++, place += GOLDEN) {
        long within = ((place & 0xffff_ffffL) * step) >>> Integer.SIZE;
        chunk[i] = numbers.get(start + (group + i) * step + (int) within);
      }
      tally(chunk, size, step);
      group += size;
    }
    int rest = numbers.remaining() - groups * step;
    if (rest > 0) {
      chunk[0] = numbers.get(numbers.limit() - 1);
      tally(chunk, 1, rest);
    }
  }

  /** Drops what is not finite; gives how many are left. */
  private static int finite(float[] numbers, int size) {
    int finite = 0;
    for (int i = 0; i < size; i++) {
      if (Float.isFinite(numbers[i])) {
        numbers[finite++] = numbers[i];
      }
    }
    return finite;
  }

  /** Counts numbers, each as if there were {@code weight} of it. */
  private void tally(float[] numbers, int size, int weight) {
    double inverse = Math.scalb(1.0, -exponent);
    if (min < 0) {
      tally(numbers, size, weight, inverse, first, counts, second);
    } else {
      tallyPositive(numbers, size, weight, inverse, first, counts, second);
    }
    count += (long) size * weight;
    zeros += (long) zeros(numbers, size) * weight;
  }

  /**
   * Every second number is counted apart: many neighbours are equal, and counting one waits for the
   * one before where both are counted in the same place.
   */
  private static void tally(
      float[] numbers, int size, int weight, double inverse, int offset, long[] even, long[] odd) {
    int i = 0;
    for (; i + 1 < size; i += 2) {
      even[(int) Math.floor(numbers[i] * inverse) - offset] += weight;
      odd[(int) Math.floor(numbers[i + 1] * inverse) - offset] += weight;
    }
    if (i < size) {
      even[(int) Math.floor(numbers[i] * inverse) - offset] += weight;
    }
  }

  /** The same for numbers from zero on, for which a cast is the next whole number below. */
  private static void tallyPositive(
      float[] numbers, int size, int weight, double inverse, int offset, long[] even, long[] odd) {
    int i = 0;
    for (; i + 1 < size; i += 2) {
      even[(int) (numbers[i] * inverse) - offset] += weight;
      odd[(int) (numbers[i + 1] * inverse) - offset] += weight;
    }
    if (i < size) {
      even[(int) (numbers[i] * inverse) - offset] += weight;
    }
  }

  /** How many numbers are zero, without branches, which would be mispredicted. */
  private static int zeros(float[] numbers, int size) {
    int others = 0;
    for (int i = 0; i < size; i++) {
      int magnitude = Float.floatToRawIntBits(numbers[i]) << 1;
      others += (magnitude | -magnitude) >>> 31;
    }
    return size - others;
  }

  /** Adds what was counted apart. */
  void settle() {
    long[] apart = second;
    for (int i = 0; i < apart.length; i++) {
      counts[i] += apart[i];
    }
    second = NONE;
  }

  /** Makes the bins cover a range too. */
  private void widen(float low, float high) {
    if (low >= min && high <= max) {
      return;
    }
    // Adding 0 turns -0 into 0, so that which of the two came first leaves no trace.
    float newMin = Math.min(min, low) + 0f;
    float newMax = Math.max(max, high) + 0f;
    int newExponent = exponent(newMin, newMax);
    int newFirst = bin(newMin, newExponent);
    if (isEmpty()) {
      counts = new long[BINS];
    } else {
      settle();
      regroup(newExponent, newFirst);
    }
    exponent = newExponent;
    first = newFirst;
    min = newMin;
    max = newMax;
  }

  private void regroup(int newExponent, int newFirst) {
    long[] regrouped = new long[BINS];
    int shift = Math.min(Integer.SIZE - 1, newExponent - exponent);
    for (int i = 0, bins = bins(); i < bins; i++) {
      regrouped[((first + i) >> shift) - newFirst] += counts[i];
    }
    counts = regrouped;
  }

  /** Never falls when the range grows: that makes bins of different histograms compatible. */
  private static int exponent(float min, float max) {
    int exponent = Math.getExponent(Math.max(-min, max)) - MANTISSA_BITS;
    exponent = Math.max(exponent, SMALLEST_EXPONENT);
    while (bin(max, exponent) - bin(min, exponent) >= BINS) {
      exponent++;
    }
    return exponent;
  }

  private static int bin(float value, int exponent) {
    return (int) Math.floor(value * Math.scalb(1.0, -exponent));
  }
}
