package dev.brisk.conformance;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether tensors are what was expected, as far as the precision of their elements goes. */
final class Closeness {
  /** Relative to the largest element: what an element that is nearly 0 may differ by. */
  private static final double OF_LARGEST = 0.001;

  private Closeness() {}

  /** The first difference, in words; "" if there is none. */
  static String difference(List<Tensor> actual, List<@Nullable Tensor> expected) {
    for (int i = 0; i < expected.size(); i++) {
      Tensor wanted = expected.get(i);
      if (wanted == null) {
        return "an output is no tensor";
      }
      String difference = i < actual.size() ? difference(actual.get(i), wanted) : "is missing";
      if (!difference.isEmpty()) {
        return "output " + i + " " + difference;
      }
    }
    return "";
  }

  private static String difference(Tensor actual, Tensor expected) {
    if (actual.elementType() != expected.elementType()
        || !actual.shape().equals(expected.shape())) {
      return "is " + actual + ", not " + expected;
    } else if (actual.elementType() == ElementType.STRING) {
      boolean equal = Arrays.equals(actual.toStringArray(), expected.toStringArray());
      return equal ? "" : "holds other strings";
    }
    double[] values = actual.toDoubleArray();
    double[] wanted = expected.toDoubleArray();
    double relative = tolerance(actual.elementType());
    double least = relative * OF_LARGEST * largest(wanted);
    for (int i = 0; i < values.length; i++) {
      double allowed = least + relative * Math.abs(wanted[i]);
      if (Double.compare(values[i], wanted[i]) != 0
          && !(Math.abs(values[i] - wanted[i]) <= allowed)) {
        return "has %s, not %s, at %d".formatted(values[i], wanted[i], i);
      }
    }
    return "";
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
  }

  /**
   * What the standard's own runner allows, for some tests give four digits only; as much as a few
   * units in the last place for narrower floats, for sums are added in any order. Integers are
   * exact.
   */
  private static double tolerance(ElementType type) {
    return switch (type) {
      case FLOAT64, FLOAT32 -> 1e-3;
      case FLOAT16 -> 2e-3;
      case BFLOAT16 -> 1.6e-2;
      default -> 0;
    };
  }
}
