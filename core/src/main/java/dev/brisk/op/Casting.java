package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.UnsupportedModelException;
import java.util.Locale;

/**
 * Elements of one type as those of another, as ONNX's Cast has it: floats are cut to integers
 * towards zero and to narrower floats rounded to the nearest, ties to even; integers keep their low
 * bits. Where the standard leaves the result open, floats beyond an integer type's range give its
 * nearest value, and NaN gives 0.
 */
final class Casting {
  private Casting() {}

  /**
   * The elements as another type.
   *
   * @param saturates whether what an 8-bit float cannot hold becomes its greatest value rather than
   *     infinity or NaN
   */
  static NdArray to(ElementType to, NdArray from, boolean saturates) {
    ElementType type = from.elementType();
    if (type == to) {
      return from;
    } else if (to == ElementType.STRING) {
      return texts(from);
    } else if (type == ElementType.STRING) {
      return parsed(to, from.strings(), from);
    } else if (to.isFloat()) {
      return floats(to, from, saturates);
    } else if (to.isInteger() || to == ElementType.BOOL) {
      return integers(to, from);
    }
    throw new UnsupportedModelException("Elements of type " + to + " are not computed with");
  }

  private static NdArray floats(ElementType to, NdArray from, boolean saturates) {
    if (to == ElementType.FLOAT32 && from.elementType().bits() <= 16) {
      return NdArray.of(to, from.shape(), from.floats().clone());
    }
    if (to == ElementType.FLOAT32 && from.elementType() == ElementType.INT64) {
      return NdArray.of(to, from.shape(), roundedOnce(from.longs()));
    }
    double[] values = from.doubles().clone();
    if (to == ElementType.FLOAT4E2M1) {
      return NdArray.of(to, from.shape(), withoutNan(values));
    }
    return NdArray.of(to, from.shape(), saturates ? finite(to, values) : overflown(to, values));
  }

  private static float[] roundedOnce(long[] values) {
    float[] rounded = new float[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) values[i];
    }
    return rounded;
  }

  /** With the greatest number in place of infinity where an 8-bit float has one. */
  private static double[] finite(ElementType to, double[] values) {
    for (int i = 0; to == ElementType.FLOAT8E5M2 && i < values.length; i++) {
      values[i] = Math.max(-57344, Math.min(57344, values[i])); // NaN stays
    }
    return values;
  }

  /** With negative zero in place of NaN, which 4 bits have no code for: as ONNX's own code does. */
  private static double[] withoutNan(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Double.isNaN(values[i]) ? -0.0 : values[i];
    }
    return values;
  }

  /** With infinity, or NaN where the type has none, in place of what an 8-bit float cannot hold. */
  private static double[] overflown(ElementType to, double[] values) {
    double greatest =
        switch (to) {
          case FLOAT8E4M3FN -> 464; // halfway to what would be next
          case FLOAT8E4M3FNUZ -> Math.nextDown(248.0);
          case FLOAT8E5M2, FLOAT8E5M2FNUZ -> Math.nextDown(61440.0);
          default -> Double.POSITIVE_INFINITY;
        };
    for (int i = 0; i < values.length; i++) {
      if (Math.abs(values[i]) > greatest) {
        boolean finite = to != ElementType.FLOAT8E5M2;
        values[i] = finite ? Double.NaN : Math.copySign(Double.POSITIVE_INFINITY, values[i]);
      }
    }
    return values;
  }

  private static NdArray integers(ElementType to, NdArray from) {
    if (!from.isFloat()) {
      return NdArray.of(to, from.shape(), from.longs().clone());
    }
    double[] values = from.doubles();
    long[] cut = new long[values.length];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = to == ElementType.BOOL ? (values[i] == 0 ? 0 : 1) : cut(to, values[i]);
    }
    return NdArray.of(to, from.shape(), cut);
  }

  private static long cut(ElementType to, double value) {
    boolean beyondLong = to == ElementType.UINT64 && value >= 0x1p63;
    return beyondLong ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) value;
  }

  private static NdArray texts(NdArray from) {
    String[] texts = new String[from.size()];
    if (from.isFloat()) {
      boolean wide = from.elementType() == ElementType.FLOAT64;
      double[] values = from.doubles();
      for (int i = 0; i < texts.length; i++) {
        texts[i] = text(wide ? Double.toString(values[i]) : Float.toString((float) values[i]));
      }
    } else {
      long[] values = from.longs();
      boolean unsigned = from.elementType() == ElementType.UINT64;
      for (int i = 0; i < texts.length; i++) {
        texts[i] = unsigned ? Long.toUnsignedString(values[i]) : Long.toString(values[i]);
      }
    }
    return NdArray.of(from.shape(), texts);
  }

  private static String text(String javas) {
    return switch (javas) {
      case "Infinity" -> "INF";
      case "-Infinity" -> "-INF";
      default -> javas.endsWith(".0") ? javas.substring(0, javas.length() - 2) : javas;
    };
  }

  private static NdArray parsed(ElementType to, String[] texts, NdArray from) {
    double[] values = new double[texts.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parsed(texts[i]);
    }
    return to(to, NdArray.of(ElementType.FLOAT64, from.shape(), values), true);
  }

  private static double parsed(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text.strip());
    };
  }
}
