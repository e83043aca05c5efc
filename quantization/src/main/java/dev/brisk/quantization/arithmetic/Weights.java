package dev.brisk.quantization.arithmetic;

/**
 * Weights as symmetric codes with a scale for each channel.
 *
 * @param codes a byte for each weight, in the order of the weights
 * @param scales one for each channel
 */
@SuppressWarnings("ArrayRecordComponent") // Handed from the arithmetic straight to an initializer.
public record Weights(byte[] codes, float[] scales) {
  /**
   * Weights as codes that cover the largest magnitude of each channel.
   *
   * @param values the weights, finite
   * @param channels their channels
   * @param codes symmetric codes
   * @param pairs which weights must not add up to more than {@link Pairs#LIMIT}: where two would,
   *     the channel's scale is raised until they do not
   * @param leastScales the least scale of each channel, 0 for any
   */
  public static Weights quantize(
      float[] values, Channels channels, Codes codes, Pairs pairs, float[] leastScales) {
    float[] scales = new float[channels.count()];
    for (int channel = 0; channel < scales.length; channel++) {
      double scale = largest(values, channels, channel) / codes.highest();
      scale = Math.max(scale, pairs.largestSum(values, channels, channel) / Pairs.LIMIT);
      scales[channel] = Math.max((float) scale, leastScales[channel]);
    }
    fillEmpty(scales);
    byte[] result = new byte[values.length];
    for (int channel = 0; channel < scales.length; channel++) {
      fill(result, values, channels, channel, scales[channel], codes);
      mend(result, values, channels, channel, scales[channel], pairs);
    }
    return new Weights(result, scales);
  }

  /** The numbers that the codes stand for. */
  public float[] values(Channels channels) {
    float[] values = new float[codes.length];
    for (int channel = 0; channel < channels.count(); channel++) {
      for (int i = 0; i < channels.size(); i++) {
        int offset = channels.offset(channel, i);
        values[offset] = codes[offset] * scales[channel];
      }
    }
    return values;
  }

  private static double largest(float[] values, Channels channels, int channel) {
    float largest = 0;
    for (int i = 0; i < channels.size(); i++) {
      largest = Math.max(largest, Math.abs(values[channels.offset(channel, i)]));
    }
    return largest;
  }

  /** A channel of zeros takes the largest scale of the others: its bias is scaled by it too. */
  private static void fillEmpty(float[] scales) {
    float largest = 0;
    for (float scale : scales) {
      largest = Math.max(largest, scale);
    }
    for (int i = 0; i < scales.length; i++) {
      if (scales[i] < Float.MIN_NORMAL) {
        scales[i] = largest < Float.MIN_NORMAL ? 1f : largest;
      }
    }
  }

  private static void fill(
      byte[] result, float[] values, Channels channels, int channel, float scale, Codes codes) {
    Affine line = new Affine(scale, 0);
    for (int i = 0; i < channels.size(); i++) {
      int offset = channels.offset(channel, i);
      result[offset] = (byte) line.code(values[offset], codes);
    }
  }

  /** Rounding can bring a pair one over the limit: then the code rounded up more gives way. */
  private static void mend(
      byte[] result, float[] values, Channels channels, int channel, float scale, Pairs pairs) {
    for (int pair = 0; pair < pairs.count(); pair++) {
      int a = channels.offset(channel, pairs.first(pair));
      int b = channels.offset(channel, pairs.second(pair));
      while (Integer.signum(result[a]) == Integer.signum(result[b])
          && Math.abs(result[a] + result[b]) > Pairs.LIMIT) {
        double overA = Math.abs(result[a]) - Math.abs(values[a] / (double) scale);
        double overB = Math.abs(result[b]) - Math.abs(values[b] / (double) scale);
        int victim = overA >= overB ? a : b;
        result[victim] -= (byte) Integer.signum(result[victim]);
      }
    }
  }
}
