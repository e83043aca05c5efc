package dev.brisk.quantization.arithmetic;

/** Biases as int32 codes on the scale of the products they are added to. */
public final class Biases {
  private static final double SLACK = 1.0001;

  private Biases() {}

  /** The scale of each channel's products: exactly the float32 product of the two scales. */
  public static float[] scales(float inputScale, float[] weightScales) {
    float[] scales = new float[weightScales.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = inputScale * weightScales[i];
    }
    return scales;
  }

  /** The codes of biases, rounded half to even. */
  public static int[] codes(float[] biases, float[] scales) {
    int[] codes = new int[biases.length];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (int) Math.rint((double) biases[i] / scales[i]);
    }
    return codes;
  }

  /**
   * The least scale that each channel's weights need so that its bias fits an int32 and the product
   * of the scales is a normal number.
   */
  public static float[] leastWeightScales(float[] biases, float inputScale) {
    float[] least = new float[biases.length];
    for (int i = 0; i < least.length; i++) {
      double product = SLACK * Math.abs((double) biases[i]) / Integer.MAX_VALUE;
      least[i] = (float) (Math.max(product, SLACK * Float.MIN_NORMAL) / inputScale);
    }
    return least;
  }
}
