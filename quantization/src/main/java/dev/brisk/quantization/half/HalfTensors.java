package dev.brisk.quantization.half;

import dev.brisk.Tensor;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Rounds float32 constants to a 16-bit format, each once, and tells which do not fit it. */
final class HalfTensors {
  /** A relative error of so many units is more than rounding brings where precision is full. */
  private static final int MOST_UNITS = 4;

  /** A constant in the format, or why it must stay float32. */
  record Rounded(@Nullable Tensor tensor, @Nullable Misfit misfit) {}

  /** Why a constant does not fit; what it takes part in may share the hazard. */
  record Misfit(Hazard hazard, String reason) {}

  private final HalfFormat format;
  private final IdentityHashMap<Tensor, Rounded> rounded = new IdentityHashMap<>();

  HalfTensors(HalfFormat format) {
    this.format = format;
  }

  /**
   * The constant with each number rounded to the nearest, ties to even. It does not fit if a finite
   * number would become infinite, or if so many lie below the format's full precision that the
   * error of all together is larger than rounding brings elsewhere.
   */
  Rounded of(Tensor constant) {
    return rounded.computeIfAbsent(constant, this::round);
  }

  private Rounded round(Tensor constant) {
    float[] exact = constant.toFloatArray();
    Tensor half = constant.to(format.elementType());
    float[] near = half.toFloatArray();
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < exact.length; i++) {
      if (!Float.isFinite(exact[i])) {
        continue;
      }
      if (!Float.isFinite(near[i])) {
        return misfit(
            Hazard.LARGE, "%s is more than %s holds".formatted(Numbers.brief(exact[i]), format));
      }
      signal += (double) exact[i] * exact[i];
      noise += ((double) exact[i] - near[i]) * ((double) exact[i] - near[i]);
    }
    double most = MOST_UNITS * format.unit();
    if (noise > most * most * signal) {
      double magnitude = Math.sqrt(signal / exact.length);
      return misfit(
          Hazard.SMALL,
          "numbers of about %s are too small for %s".formatted(Numbers.brief(magnitude), format));
    }
    return new Rounded(half, null);
  }

  private static Rounded misfit(Hazard hazard, String reason) {
    return new Rounded(null, new Misfit(hazard, reason));
  }
}
