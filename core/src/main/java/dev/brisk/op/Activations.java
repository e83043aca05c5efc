package dev.brisk.op;

import dev.brisk.UnsupportedModelException;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Functions of one number that networks put between their layers. */
final class Activations {
  private static final double SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
  private static final double SERIES_END = 6; // beyond, erf is 1 to the last bit of a double

  private Activations() {}

  /**
   * The activation that a recurrent or fused layer names, in letters of any case.
   *
   * @param alpha the first parameter; NaN for what the standard says
   * @param beta the second parameter; NaN for what the standard says
   * @throws UnsupportedModelException if there is none of the name
   */
  static DoubleUnaryOperator named(String name, double alpha, double beta) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "affine" -> x -> or(alpha, 1) * x + or(beta, 0);
      case "elu" -> elu(or(alpha, 1));
      case "hardsigmoid" -> hardSigmoid(or(alpha, 0.2f), or(beta, 0.5));
      case "leakyrelu" -> leakyRelu(or(alpha, 0.01f));
      case "relu" -> x -> Math.max(x, 0);
      case "scaledtanh" -> x -> or(alpha, 1) * Math.tanh(or(beta, 1) * x);
      case "sigmoid" -> Activations::sigmoid;
      case "softplus" -> Activations::softplus;
      case "softsign" -> Activations::softsign;
      case "tanh" -> Math::tanh;
      case "thresholdedrelu" -> thresholdedRelu(or(alpha, 1));
      case "clip" -> x -> Math.min(Math.max(x, alpha), beta);
      default -> throw new UnsupportedModelException("There is no activation '" + name + "'");
    };
  }

  private static double or(double given, double standard) {
    return Double.isNaN(given) ? standard : given;
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  static double softsign(double x) {
    return x / (1 + Math.abs(x));
  }

  static double hardSwish(double x) {
    return x * Math.max(0, Math.min(1, x / 6 + 0.5));
  }

  static double mish(double x) {
    return x * Math.tanh(softplus(x));
  }

  static double gelu(double x) {
    return 0.5 * x * (1 + erf(x * Math.sqrt(0.5)));
  }

  static double tanhGelu(double x) {
    return 0.5 * x * (1 + Math.tanh(SQRT_2_OVER_PI * (x + 0.044715 * x * x * x)));
  }

  static DoubleUnaryOperator elu(double alpha) {
    return x -> x < 0 ? alpha * Math.expm1(x) : x;
  }

  static DoubleUnaryOperator celu(double alpha) {
    return x -> x < 0 ? alpha * Math.expm1(x / alpha) : x;
  }

  static DoubleUnaryOperator selu(double alpha, double gamma) {
    return x -> gamma * (x > 0 ? x : alpha * Math.expm1(x));
  }

  static DoubleUnaryOperator hardSigmoid(double alpha, double beta) {
    return x -> Math.max(0, Math.min(1, alpha * x + beta));
  }

  static DoubleUnaryOperator leakyRelu(double alpha) {
    return x -> x < 0 ? alpha * x : x;
  }

  static DoubleUnaryOperator thresholdedRelu(double alpha) {
    return x -> x > alpha ? x : 0;
  }

  static DoubleUnaryOperator swish(double alpha) {
    return x -> x * sigmoid(alpha * x);
  }

  static DoubleUnaryOperator shrink(double bias, double lambda) {
    return x -> x < -lambda ? x + bias : x > lambda ? x - bias : 0;
  }

  static DoubleUnaryOperator infinite(boolean negative, boolean positive) {
    return x -> Double.isInfinite(x) && (x < 0 ? negative : positive) ? 1 : 0;
  }

  /** By a series of positive terms: Abramowitz and Stegun, formula 7.1.6. */
  static double erf(double x) {
    if (Double.isNaN(x) || Math.abs(x) > SERIES_END) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int odd = 3; Math.abs(term) > Math.ulp(sum) / 4; odd += 2) {
      term *= 2 * x * x / odd;
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  static double asinh(double x) {
    double size = Math.abs(x);
    double larger = size + size * size / (1 + Math.hypot(size, 1));
    return Math.copySign(size > 1e100 ? Math.log(size) + Math.log(2) : Math.log1p(larger), x);
  }

  static double acosh(double x) {
    double above = x - 1;
    return above > 1e100
        ? Math.log(x) + Math.log(2)
        : Math.log1p(above + Math.sqrt(2 * above + above * above));
  }

  static double atanh(double x) {
    return Math.copySign(0.5 * Math.log1p(2 * Math.abs(x) / (1 - Math.abs(x))), x);
  }
}
