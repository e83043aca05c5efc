package dev.brisk.benchmarks;

import dev.brisk.ElementType;
import dev.brisk.QuantizationKernels;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long conversions of whole arrays take beside a copy that moves as many bytes: the kernels
 * that {@link QuantizationKernels#best} finds without the Vector API, and with it.
 *
 * <pre>{@code
 * java -jar benchmarks/target/benchmarks.jar jmh KernelBandwidth
 * }</pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH sets the fields before it calls the benchmark
public class KernelBandwidth {
  /** What is converted into what. */
  public enum Conversion {
    /** float32 to int8. */
    TO_INT8(5),
    /** int8 to float32. */
    FROM_INT8(5),
    /** float32 to uint8, a line for each of 64 channels, which lie side by side. */
    TO_UINT8_CHANNELS(5),
    /** uint8 to float32, a line for each of 64 channels, which lie side by side. */
    FROM_UINT8_CHANNELS(5),
    /** float32 to int8, a line for each of 64 channels, whose numbers lie together. */
    TO_INT8_PLANES(5),
    /** int8 to float32, a line for each of 64 channels, whose numbers lie together. */
    FROM_INT8_PLANES(5),
    /** float32 to int4. */
    TO_INT4(4.5),
    /** int4 to float32. */
    FROM_INT4(4.5),
    /** float32 to float16. */
    TO_FLOAT16(6),
    /** float16 to float32. */
    FROM_FLOAT16(6),
    /** float32 to bfloat16. */
    TO_BFLOAT16(6),
    /** bfloat16 to float32. */
    FROM_BFLOAT16(6);

    /** The bytes read and written for each number. */
    final double moved;

    Conversion(double moved) {
      this.moved = moved;
    }
  }

  private static final int CHANNELS = 64;

  @Param public Conversion conversion;

  /** The numbers: 16 KiB of them lie in the first cache, 16 MiB mostly in none. */
  @Param({"4096", "4194304"})
  public int count;

  float[] values;
  byte[] codes;
  short[] halves;
  private float[] scales;
  private int[] zeroPoints;
  private int[] planeZeroPoints;
  private byte[] from;
  private byte[] to;
  private QuantizationKernels kernels;

  @Setup
  public void fill() {
    Random random = new Random(5);
    values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() * 40;
    }
    codes = new byte[count];
    halves = new short[count];
    scales = new float[CHANNELS];
    zeroPoints = new int[CHANNELS];
    planeZeroPoints = new int[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      scales[i] = 1f + i / 64f;
      zeroPoints[i] = 128;
    }
    from = new byte[(int) (count * conversion.moved / 2)];
    to = new byte[from.length];
    kernels = QuantizationKernels.best();
    kernels.narrow(ElementType.FLOAT16, values, 0, halves, 0, count);
    kernels.quantize(ElementType.INT8, values, 0, codes, 0, count, 1, 0);
  }

  @Benchmark
  @Fork(2)
  public void scalar() {
    convert();
  }

  @Benchmark
  @Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
  public void vector() {
    convert();
  }

  @Benchmark
  @Fork(2)
  public byte copy() {
    System.arraycopy(from, 0, to, 0, from.length);
    return to[0];
  }

  void convert() {
    switch (conversion) {
      case TO_INT8 -> kernels.quantize(ElementType.INT8, values, 0, codes, 0, count, 0.9f, 3);
      case FROM_INT8 -> kernels.dequantize(ElementType.INT8, codes, 0, values, 0, count, 0.9f, 3);
      case TO_UINT8_CHANNELS ->
          kernels.quantizeChannels(ElementType.UINT8, values, codes, 1, scales, zeroPoints);
      case FROM_UINT8_CHANNELS ->
          kernels.dequantizeChannels(ElementType.UINT8, codes, values, 1, scales, zeroPoints);
      case TO_INT8_PLANES ->
          kernels.quantizeChannels(
              ElementType.INT8, values, codes, count / CHANNELS, scales, planeZeroPoints);
      case FROM_INT8_PLANES ->
          kernels.dequantizeChannels(
              ElementType.INT8, codes, values, count / CHANNELS, scales, planeZeroPoints);
      case FROM_INT4 -> kernels.dequantize(ElementType.INT4, codes, 0, values, 0, count, 12, 0);
      case TO_INT4 -> kernels.quantize(ElementType.INT4, values, 0, codes, 0, count, 12, 0);
      case TO_FLOAT16 -> kernels.narrow(ElementType.FLOAT16, values, 0, halves, 0, count);
      case FROM_FLOAT16 -> kernels.widen(ElementType.FLOAT16, halves, 0, values, 0, count);
      case TO_BFLOAT16 -> kernels.narrow(ElementType.BFLOAT16, values, 0, halves, 0, count);
      case FROM_BFLOAT16 -> kernels.widen(ElementType.BFLOAT16, halves, 0, values, 0, count);
    }
  }
}
