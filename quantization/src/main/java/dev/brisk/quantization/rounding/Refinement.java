package dev.brisk.quantization.rounding;

import dev.brisk.quantization.arithmetic.Channels;
import dev.brisk.quantization.arithmetic.Codes;
import dev.brisk.quantization.arithmetic.Pairs;
import dev.brisk.quantization.arithmetic.Weights;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Better codes for weights than those nearest to them on a scale that covers them all.
 *
 * <p>The error of a layer's results is a quadratic form of the errors of its weights, with the
 * second moments of its inputs. The search of scales looks at its diagonal: for each channel at
 * some scales that cut off the largest weights, so that all others are met more finely; that is
 * worth most where two large neighbours would have raised the scale. Rounding looks at the whole
 * form, as the optimal brain quantizer does (E. Frantar et al., NeurIPS 2022), and goes down it one
 * code at a time from the nearest ones, so that it never does worse than they do.
 *
 * @param searches whether scales are searched
 * @param learns whether rounding heeds the errors of other weights
 * @param central whether means count for nothing, since a bias makes up for them
 */
public record Refinement(boolean searches, boolean learns, boolean central) {
  private static final int STEPS = 20;
  private static final double STEP = 0.02;
  private static final double SHARE = 0.98;

  /**
   * The codes and scales of weights.
   *
   * @param base the nearest codes on scales that cover all weights
   * @param values the weights, finite
   * @param channels their channels
   * @param codes the codes to choose from
   * @param pairs which weights must not add up to more than {@link Pairs#LIMIT}
   * @param leastScales the least scale of each channel
   * @param moments those of the layer's inputs, null if they are not known
   */
  public Weights refine(
      Weights base,
      float[] values,
      Channels channels,
      Codes codes,
      Pairs pairs,
      float[] leastScales,
      @Nullable Moments moments) {
    Moments known = moments == null || !moments.isKnown() ? null : moments;
    if (!searches && (!learns || known == null)) {
      return base;
    }
    byte[] written = base.codes().clone();
    float[] scales = base.scales().clone();
    ChannelCodes allowed = new ChannelCodes(codes, pairs, channels.size());
    int groups = known == null ? 1 : known.groups();
    double[][][] forms = new double[groups][][];
    double[][] costs = new double[groups][];
    for (int group = 0; group < groups; group++) {
      forms[group] = known == null ? new double[0][] : forms(known, group);
      costs[group] = costs(forms[group], channels.size());
    }
    IntStream.range(0, channels.count())
        .parallel()
        .forEach(
            channel -> {
              int group = channel / (channels.count() / groups);
              double[] weights = weights(values, channels, channel);
              float least = leastScales[channel];
              float scale = search(allowed, weights, scales[channel], least, costs[group]);
              int[] found =
                  scale == scales[channel]
                      ? codes(written, channels, channel)
                      : allowed.nearest(weights, scale, costs[group]);
              descend(allowed, weights, scale, forms[group], found);
              scales[channel] = scale;
              write(found, written, channels, channel);
            });
    return new Weights(written, scales);
  }

  private void descend(
      ChannelCodes allowed, double[] weights, float scale, double[][] forms, int[] codes) {
    for (int block = 0; learns && block < forms.length; block++) {
      allowed.descend(weights, scale, forms[block], block * Moments.BLOCK, codes);
    }
  }

  private double[][] forms(Moments moments, int group) {
    double[][] forms = new double[moments.blocks()][];
    for (int block = 0; block < forms.length; block++) {
      forms[block] = moments.matrix(group, block, central);
    }
    return forms;
  }

  /** The diagonals of the forms; all one where there are none. */
  private static double[] costs(double[][] forms, int size) {
    double[] costs = new double[size];
    Arrays.fill(costs, 1);
    for (int block = 0; block < forms.length; block++) {
      int width = (int) Math.round(Math.sqrt(forms[block].length));
      for (int i = 0; i < width; i++) {
        costs[block * Moments.BLOCK + i] = forms[block][i * width + i];
      }
    }
    return costs;
  }

  /** The scale of least error; the given one where none is clearly better. */
  private float search(
      ChannelCodes allowed, double[] weights, float given, float least, double[] costs) {
    float best = given;
    if (!searches || Arrays.stream(weights).allMatch(weight -> weight == 0)) {
      return best;
    }
    double error = SHARE * error(allowed, weights, given, costs);
    for (int step = 1; step <= STEPS; step++) {
      float scale = (float) (given * (1 - STEP * step));
      double found = error(allowed, weights, scale, costs);
      if (scale >= Math.max(least, Float.MIN_NORMAL) && found < error) {
        error = found;
        best = scale;
      }
    }
    return best;
  }

  private static double error(
      ChannelCodes allowed, double[] weights, double scale, double[] costs) {
    int[] codes = allowed.nearest(weights, scale, costs);
    double sum = 0;
    for (int i = 0; i < codes.length; i++) {
      double error = weights[i] - scale * codes[i];
      sum += costs[i] * error * error;
    }
    return sum;
  }

  private static double[] weights(float[] values, Channels channels, int channel) {
    double[] weights = new double[channels.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = values[channels.offset(channel, i)];
    }
    return weights;
  }

  private static int[] codes(byte[] all, Channels channels, int channel) {
    int[] codes = new int[channels.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = all[channels.offset(channel, i)];
    }
    return codes;
  }

  private static void write(int[] codes, byte[] all, Channels channels, int channel) {
    for (int i = 0; i < codes.length; i++) {
      all[channels.offset(channel, i)] = (byte) codes[i];
    }
  }
}
