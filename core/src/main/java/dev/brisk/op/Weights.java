package dev.brisk.op;

import dev.brisk.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What arithmetic weighs, so that operators that do different things can be compared: an addition,
 * a multiplication, a comparison or a rounding 1, and other functions what they take beside those.
 * From F. H. McMahon, "The Livermore Fortran Kernels: a computer test of the numerical performance
 * range", Lawrence Livermore National Laboratory, UCRL-53745, 1986.
 */
final class Weights {
  /** A division or a square root. */
  static final int DIVISION = 4;

  /** An exponential, a logarithm, a sine, and functions that take about as much. */
  static final int FUNCTION = 8;

  /** {@code 1 / (1 + exp(-x))}. */
  static final int SIGMOID = 2 + FUNCTION + DIVISION;

  /** {@code x / 2 * (1 + erf(x / sqrt(2)))}. */
  static final int GELU = 4 + FUNCTION;

  /** Mean, difference, square, sum, product with the inverse deviation; without the mean 3. */
  static final int STANDARDIZING = 5;

  /** Quantizing: divide by the scale, round, add the zero point, keep within bounds. */
  static final int QUANTIZING = DIVISION + 4;

  /** Dequantizing: less the zero point, times the scale. */
  static final int DEQUANTIZING = 2;

  private Weights() {}

  /** So much for each element of the first output. */
  static long made(InferenceContext node, long weight) {
    return Math.multiplyExact(weight, elements(node.toldShape(0)));
  }

  /** So much for each element of the first input. */
  static long taken(InferenceContext node, long weight) {
    return Math.multiplyExact(weight, elements(node.shape(0)));
  }

  /** What an element weighs that is mixed of its neighbours along some axes. */
  static long mixing(String mode, int axes) {
    return switch (mode) {
      case "linear", "bilinear" -> 2L << axes;
      case "cubic", "bicubic" -> 2L << (2 * axes);
      default -> 0;
    };
  }

  /** The elements of a shape, free dimensions being 1; 0 if not even the rank is known. */
  static long elements(@Nullable Shape shape) {
    return shape == null ? 0 : shape.withFree(1).elements();
  }
}
