package dev.brisk.benchmarks.formula;

/**
 * The formulas by which the usual tools choose 4-bit codes from weights alone, each giving the
 * numbers that a block's codes stand for.
 */
public enum BlockFormula {
  /** ONNX Runtime's blockwise kernel with zero points: the range and zero, rounded half away. */
  RANGE {
    @Override
    public double[] decoded(float[] block) {
      double low = Math.min(0, least(block));
      double high = Math.max(0, most(block));
      double scale = (float) ((high - low) / 15);
      double zero = clamp(Math.floor(-low / scale + 0.5));
      return onLine(block, scale, zero);
    }
  },

  /** ONNX Runtime's blockwise kernel without: the largest magnitude becomes code 0. */
  SIGNED_RANGE {
    @Override
    public double[] decoded(float[] block) {
      double low = least(block);
      double high = most(block);
      double scale = (float) (-(Math.abs(low) > Math.abs(high) ? low : high) / 8);
      return onLine(block, scale, 8);
    }
  },

  /** The signed form of 15 steps over twice the largest magnitude. */
  STEPS {
    @Override
    public double[] decoded(float[] block) {
      float scale = 2 * Math.max(-least(block), most(block)) / 15;
      return onLine(block, scale, 8);
    }
  },

  /** k-quant: trial scales over the block's own range, weighted least squares of scale and low. */
  K_QUANT {
    @Override
    public double[] decoded(float[] block) {
      double[] line = kQuant(block);
      return onLine(block, (float) line[0], clamp(Math.rint(-line[1] / line[0])));
    }
  },

  /** HQQ: the scale of the block's own range, a zero point that is found as a float. */
  HQQ {
    @Override
    public double[] decoded(float[] block) {
      double[] line = halfQuadratic(block);
      return onLine(block, (float) (1 / line[0]), clamp(Math.rint(line[1])));
    }
  },

  /** HQQ as it was published: a zero point that stays a float, 3.5 bytes more for a block. */
  HQQ_FLOAT_ZERO {
    @Override
    public double[] decoded(float[] block) {
      double[] line = halfQuadratic(block);
      return onLine(block, (float) (1 / line[0]), (float) line[1]);
    }
  },

  /** k-quant with a low that stays a float, as llama.cpp has it, 3.5 bytes more for a block. */
  K_QUANT_FLOAT_LOW {
    @Override
    public double[] decoded(float[] block) {
      double[] line = kQuant(block);
      return onLine(block, (float) line[0], -line[1] / line[0]);
    }
  };

  /** The numbers that the codes of a block, which are not all zero, stand for. */
  public abstract double[] decoded(float[] block);

  /** Whether a block has an offset that is a float, not a code. */
  public boolean hasFloatOffset() {
    return this == HQQ_FLOAT_ZERO || this == K_QUANT_FLOAT_LOW;
  }

  /** Scale and low. */
  private static double[] kQuant(float[] block) {
    double low = least(block);
    double high = most(block);
    double squares = 0;
    for (float x : block) {
      squares += (double) x * x;
    }
    double[] importance = new double[block.length];
    for (int i = 0; i < block.length; i++) {
      importance[i] = Math.sqrt(squares / block.length) + Math.abs(block[i]);
    }
    double scale = (high - low) / 15;
    double start = low;
    double least = weighted(block, importance, scale, start);
    for (int step = 0; step < 20; step++) {
      double inverse = (15 - 1 + 0.1 * step) / (high - low);
      double[] line = fit(block, importance, inverse, low);
      double error = weighted(block, importance, line[0], line[1]);
      if (error < least) {
        least = error;
        scale = line[0];
        start = line[1];
      }
    }
    return new double[] {scale, start};
  }

  private static double[] fit(float[] block, double[] importance, double inverse, double low) {
    double w = 0;
    double wc = 0;
    double wcc = 0;
    double wx = 0;
    double wxc = 0;
    for (int i = 0; i < block.length; i++) {
      double code = clamp(Math.rint(inverse * (block[i] - low)));
      w += importance[i];
      wc += importance[i] * code;
      wcc += importance[i] * code * code;
      wx += importance[i] * block[i];
      wxc += importance[i] * block[i] * code;
    }
    double determinant = w * wcc - wc * wc;
    return new double[] {(w * wxc - wx * wc) / determinant, (wcc * wx - wc * wxc) / determinant};
  }

  private static double weighted(float[] block, double[] importance, double scale, double start) {
    double error = 0;
    for (int i = 0; i < block.length; i++) {
      double code = clamp(Math.rint((block[i] - start) / scale));
      error += importance[i] * Math.pow(block[i] - scale * code - start, 2);
    }
    return error;
  }

  /** The inverse of the scale, and the zero point. */
  private static double[] halfQuadratic(float[] block) {
    double inverse = Math.min(15 / ((double) most(block) - least(block)), 2e4);
    double zero = -least(block) * inverse;
    double penalty = 10;
    double before = 1e4;
    for (int round = 0; round < 20; round++) {
      double moved = 0;
      double errors = 0;
      for (float x : block) {
        double code = clamp(Math.rint(x * inverse + zero));
        double error = x - (code - zero) / inverse;
        double magnitude = Math.abs(error);
        double shrunk = magnitude - Math.pow(magnitude, 0.7 - 1) / penalty;
        moved += code - (x - Math.copySign(Math.max(0, shrunk), error)) * inverse;
        errors += magnitude;
      }
      if (errors / block.length >= before) {
        break;
      }
      before = errors / block.length;
      zero = moved / block.length;
      penalty *= 1.01;
    }
    return new double[] {inverse, zero};
  }

  private static double[] onLine(float[] block, double scale, double zero) {
    double[] decoded = new double[block.length];
    for (int i = 0; i < block.length; i++) {
      decoded[i] = (clamp(Math.floor(block[i] / scale + zero + 0.5)) - zero) * scale;
    }
    return decoded;
  }

  private static float least(float[] block) {
    float least = block[0];
    for (float x : block) {
      least = Math.min(least, x);
    }
    return least;
  }

  private static float most(float[] block) {
    float most = block[0];
    for (float x : block) {
      most = Math.max(most, x);
    }
    return most;
  }

  private static double clamp(double code) {
    return Math.max(0, Math.min(15, code));
  }
}
