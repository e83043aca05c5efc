package dev.brisk.quantization.arithmetic;

/**
 * Which weights of a channel a kernel multiplies and adds two at a time.
 *
 * <p>The x86 instruction for products of unsigned by signed bytes (VPMADDUBSW) adds each two
 * neighbours in 16 bits and saturates. Processors with VNNI add four in 32 bits instead. Where two
 * neighbouring weights add up to no more than {@value #LIMIT}, no activations can make the two
 * kinds of processors differ.
 */
public final class Pairs {
  /** The most that the codes of a pair may add up to on either side of zero: 255 times it fits. */
  public static final int LIMIT = 128;

  private static final Pairs NONE = new Pairs(new int[0]);

  private final int[] elements;

  private Pairs(int[] elements) {
    this.elements = elements;
  }

  /** No weights are added up in 16 bits. */
  public static Pairs none() {
    return NONE;
  }

  /** The pairs of a dot product over so many weights in order. */
  public static Pairs ofDotProduct(int length) {
    int[] elements = new int[length / 2 * 2];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i;
    }
    return new Pairs(elements);
  }

  /**
   * The pairs of a convolution whose weights are stored by input channel, then position. Kernels
   * walk over the positions and for each over the channels, either without a gap or with each
   * position starting a new pair; for an even number of channels that is the same.
   */
  public static Pairs ofConvolution(int inputChannels, int positions) {
    int length = inputChannels * positions;
    int withoutGap = length / 2;
    int perPosition = inputChannels % 2 == 0 ? 0 : inputChannels / 2 * positions;
    int[] elements = new int[2 * (withoutGap + perPosition)];
    for (int k = 0; k < 2 * withoutGap; k++) {
      elements[k] = k % inputChannels * positions + k / inputChannels;
    }
    int next = 2 * withoutGap;
    for (int position = 0; next < elements.length; position++) {
      for (int channel = 0; channel < inputChannels / 2 * 2; channel++) {
        elements[next++] = channel * positions + position;
      }
    }
    return new Pairs(elements);
  }

  /** The number of pairs. */
  public int count() {
    return elements.length / 2;
  }

  /** The element of a channel that comes first in a pair. */
  public int first(int pair) {
    return elements[2 * pair];
  }

  /** The element of a channel that comes second in a pair. */
  public int second(int pair) {
    return elements[2 * pair + 1];
  }

  /** Whether no two of these codes can saturate, whatever uint8 codes they meet. */
  public boolean proveSafe(byte[] codes, Channels channels) {
    for (int channel = 0; channel < channels.count(); channel++) {
      for (int pair = 0; pair < count(); pair++) {
        int a = codes[channels.offset(channel, first(pair))];
        int b = codes[channels.offset(channel, second(pair))];
        if (Math.max(a, 0) + Math.max(b, 0) > LIMIT || Math.min(a, 0) + Math.min(b, 0) < -LIMIT) {
          return false;
        }
      }
    }
    return true;
  }

  /** The largest sum of a pair of one channel on either side of zero. */
  double largestSum(float[] values, Channels channels, int channel) {
    double largest = 0;
    for (int pair = 0; pair < count(); pair++) {
      double a = values[channels.offset(channel, first(pair))];
      double b = values[channels.offset(channel, second(pair))];
      double above = Math.max(a, 0) + Math.max(b, 0);
      double below = Math.max(-a, 0) + Math.max(-b, 0);
      largest = Math.max(largest, Math.max(above, below));
    }
    return largest;
  }
}
