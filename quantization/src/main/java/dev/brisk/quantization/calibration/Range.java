package dev.brisk.quantization.calibration;

/**
 * The interval of numbers that integer codes are to cover; what lies outside is clipped.
 *
 * @param min its lower end, finite
 * @param max its upper end, finite, not below the lower
 */
public record Range(float min, float max) {
  public Range {
    if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
      throw new IllegalArgumentException("A range needs finite ends in order: " + min + ", " + max);
    }
  }

  /** The smallest range that holds both. */
  public Range union(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }
}
