package dev.brisk.internal.kernels;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.QuantizationKernels;
import java.util.Objects;

/** What kernels have in common: the checks, the packing of 4 bits, the walk over channels. */
public abstract class ArrayKernels implements QuantizationKernels {
  /** As many codes as are unpacked at a time; even. */
  private static final int BLOCK = 2048;

  /** Codes of one byte each from lowest to highest, both included. */
  protected abstract void codes(
      float[] values,
      int from,
      byte[] codes,
      int to,
      int count,
      float scale,
      int zeroPoint,
      int lowest,
      int highest);

  /** As {@link #codes}, the line of each number from arrays that begin with the first one's. */
  protected abstract void codes(
      float[] values,
      int from,
      byte[] codes,
      int count,
      float[] scales,
      int[] zeroPoints,
      int lowest,
      int highest);

  /** The numbers of codes of one byte each. */
  protected abstract void numbers(
      byte[] codes,
      int from,
      float[] values,
      int to,
      int count,
      float scale,
      int zeroPoint,
      boolean signed);

  /** As {@link #numbers}, the line of each code from arrays that begin with the first one's. */
  protected abstract void numbers(
      byte[] codes,
      int from,
      float[] values,
      int count,
      float[] scales,
      int[] zeroPoints,
      boolean signed);

  /** Rounds to float16. */
  protected abstract void toFloat16(float[] values, int from, short[] halves, int to, int count);

  /** Rounds to bfloat16. */
  protected abstract void toBfloat16(float[] values, int from, short[] halves, int to, int count);

  /** Widens float16. */
  protected abstract void fromFloat16(short[] halves, int from, float[] values, int to, int count);

  /** Widens bfloat16. */
  protected abstract void fromBfloat16(short[] halves, int from, float[] values, int to, int count);

  @Override
  public final void quantize(
      ElementType type,
      float[] values,
      int from,
      byte[] codes,
      int to,
      int count,
      float scale,
      int zeroPoint) {
    Line line = Line.of(type, scale, zeroPoint);
    Objects.checkFromIndexSize(from, count, values.length);
    Objects.checkFromIndexSize(to, line.bytes(count), codes.length);
    if (!line.packed()) {
      codes(values, from, codes, to, count, scale, zeroPoint, line.lowest(), line.highest());
      return;
    }
    byte[] block = new byte[Math.min(count, BLOCK)];
    for (int i = 0; i < count; i += BLOCK) {
      int n = Math.min(BLOCK, count - i);
      codes(values, from + i, block, 0, n, scale, zeroPoint, line.lowest(), line.highest());
      HalfBytes.pack(block, n, codes, to + i / 2);
    }
  }

  @Override
  public final void dequantize(
      ElementType type,
      byte[] codes,
      int from,
      float[] values,
      int to,
      int count,
      float scale,
      int zeroPoint) {
    Line line = Line.of(type, scale, zeroPoint);
    Objects.checkFromIndexSize(from, line.bytes(count), codes.length);
    Objects.checkFromIndexSize(to, count, values.length);
    if (!line.packed()) {
      numbers(codes, from, values, to, count, scale, zeroPoint, line.signed());
      return;
    }
    byte[] block = new byte[Math.min(count, BLOCK)];
    for (int i = 0; i < count; i += BLOCK) {
      int n = Math.min(BLOCK, count - i);
      HalfBytes.unpack(codes, from + i / 2, block, n, line.signed());
      numbers(block, 0, values, to + i, n, scale, zeroPoint, line.signed());
    }
  }

  @Override
  public final void quantizeChannels(
      ElementType type, float[] values, byte[] codes, int inner, float[] scales, int[] zeroPoints) {
    Line line = Line.of(type, values.length, codes.length, inner, scales, zeroPoints);
    int channels = scales.length;
    if (inner == 1) {
      for (int at = 0; at < values.length; at += channels) {
        codes(values, at, codes, channels, scales, zeroPoints, line.lowest(), line.highest());
      }
      return;
    }
    for (int at = 0, c = 0; at < values.length; at += inner, c = (c + 1) % channels) {
      codes(values, at, codes, at, inner, scales[c], zeroPoints[c], line.lowest(), line.highest());
    }
  }

  @Override
  public final void dequantizeChannels(
      ElementType type, byte[] codes, float[] values, int inner, float[] scales, int[] zeroPoints) {
    Line line = Line.of(type, values.length, codes.length, inner, scales, zeroPoints);
    int channels = scales.length;
    if (inner == 1) {
      for (int at = 0; at < values.length; at += channels) {
        numbers(codes, at, values, channels, scales, zeroPoints, line.signed());
      }
      return;
    }
    for (int at = 0, c = 0; at < values.length; at += inner, c = (c + 1) % channels) {
      numbers(codes, at, values, at, inner, scales[c], zeroPoints[c], line.signed());
    }
  }

  @Override
  public final void narrow(
      ElementType type, float[] values, int from, short[] halves, int to, int count) {
    Objects.checkFromIndexSize(from, count, values.length);
    Objects.checkFromIndexSize(to, count, halves.length);
    if (isFloat16(type)) {
      toFloat16(values, from, halves, to, count);
    } else {
      toBfloat16(values, from, halves, to, count);
    }
  }

  @Override
  public final void widen(
      ElementType type, short[] halves, int from, float[] values, int to, int count) {
    Objects.checkFromIndexSize(from, count, halves.length);
    Objects.checkFromIndexSize(to, count, values.length);
    if (isFloat16(type)) {
      fromFloat16(halves, from, values, to, count);
    } else {
      fromBfloat16(halves, from, values, to, count);
    }
  }

  private static boolean isFloat16(ElementType type) {
    if (type != ElementType.FLOAT16 && type != ElementType.BFLOAT16) {
      throw new InvalidInputException(
          "Numbers of 16 bits are %s or %s, but %s was asked for"
              .formatted(ElementType.FLOAT16, ElementType.BFLOAT16, type));
    }
    return type == ElementType.FLOAT16;
  }
}
