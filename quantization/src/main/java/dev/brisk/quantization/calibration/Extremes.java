package dev.brisk.quantization.calibration;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * The sums over samples of each sample's least and greatest number: exact, in units of the smallest
 * float, so that they hang neither on the samples' order nor on how they were split. Not
 * thread-safe.
 */
final class Extremes {
  private static final int UNIT_EXPONENT = -149;
  private static final int MANTISSA_BITS = 23;
  private static final int LONG_BITS = 62;

  /** Of the largest float times the largest count. */
  private static final int MOST_BYTES = 48;

  private BigInteger lows = BigInteger.ZERO;
  private BigInteger highs = BigInteger.ZERO;
  private long samples;

  /** Adds a sample's least and greatest finite number. */
  void add(float low, float high) {
    lows = lows.add(units(low));
    highs = highs.add(units(high));
    samples++;
  }

  void merge(Extremes other) {
    lows = lows.add(other.lows);
    highs = highs.add(other.highs);
    samples += other.samples;
  }

  /** The mean of the samples' least numbers and that of their greatest; null without samples. */
  @Nullable Range mean() {
    return samples == 0 ? null : new Range(mean(lows), mean(highs));
  }

  private float mean(BigInteger sum) {
    int shift = Math.max(0, sum.bitLength() - LONG_BITS);
    double leading = sum.shiftRight(shift).longValue();
    return (float) Math.scalb(leading / samples, shift + UNIT_EXPONENT);
  }

  private static BigInteger units(float value) {
    int bits = Float.floatToRawIntBits(value);
    int exponent = (bits >>> MANTISSA_BITS) & 0xff;
    int fraction = bits & ((1 << MANTISSA_BITS) - 1);
    int mantissa = exponent == 0 ? fraction : fraction | 1 << MANTISSA_BITS;
    return BigInteger.valueOf(bits < 0 ? -mantissa : mantissa).shiftLeft(Math.max(0, exponent - 1));
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(samples);
    if (samples > 0) {
      write(lows, out);
      write(highs, out);
    }
  }

  static Extremes read(DataInput in) throws IOException {
    Extremes result = new Extremes();
    result.samples = in.readLong();
    if (result.samples < 0) {
      throw new IOException("A number of samples is negative: " + result.samples);
    }
    if (result.samples > 0) {
      result.lows = readSum(in);
      result.highs = readSum(in);
    }
    return result;
  }

  private static void write(BigInteger sum, DataOutput out) throws IOException {
    byte[] bytes = sum.toByteArray();
    out.writeByte(bytes.length);
    out.write(bytes);
  }

  private static BigInteger readSum(DataInput in) throws IOException {
    byte[] bytes = new byte[in.readUnsignedByte()];
    if (bytes.length == 0 || bytes.length > MOST_BYTES) {
      throw new IOException("A sum of " + bytes.length + " bytes is not possible");
    }
    in.readFully(bytes);
    return new BigInteger(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Extremes that
        && samples == that.samples
        && lows.equals(that.lows)
        && highs.equals(that.highs);
  }

  @Override
  public int hashCode() {
    return lows.hashCode() + 31 * highs.hashCode();
  }
}
