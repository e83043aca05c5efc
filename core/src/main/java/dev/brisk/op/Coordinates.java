package dev.brisk.op;

import dev.brisk.InvalidInputException;

/**
 * Where along an axis of the input an element of a resized output lies, in the way that the
 * attribute {@code coordinate_transformation_mode} names. In floats, as engines compute it: which
 * element is nearest may hang on the last bit.
 *
 * @param size of the input along the axis
 * @param made of the output along the axis
 * @param start of the region that is resized, as a part of the whole
 * @param end of the region that is resized, as a part of the whole
 */
record Coordinates(String mode, int size, int made, float scale, float start, float end) {

  float of(int index) {
    return switch (mode) {
      case "asymmetric" -> index / scale;
      case "half_pixel" -> half(index);
      case "pytorch_half_pixel" -> made > 1 ? half(index) : 0;
      case "half_pixel_symmetric" -> {
        float adjustment = made / (scale * size);
        yield size / 2f * (1 - adjustment) + half(index);
      }
      case "tf_half_pixel_for_nn" -> (index + 0.5f) / scale;
      case "align_corners" -> scale * size == 1 ? 0 : index * (size - 1) / (scale * size - 1);
      case "tf_crop_and_resize" ->
          made > 1
              ? start * (size - 1) + index * (end - start) * (size - 1) / (made - 1)
              : 0.5f * (start + end) * (size - 1);
      default ->
          throw new InvalidInputException(
              "Coordinates of mode '" + mode + "' are not known to the operator");
    };
  }

  private float half(int index) {
    return (index + 0.5f) / scale - 0.5f;
  }

  /** Whether the region is not the whole axis. */
  boolean cuts() {
    return start != 0 || end != 1;
  }

  /** Whether an element lies outside the input, where the region reaches beyond it. */
  boolean isOutside(int index) {
    return mode.equals("tf_crop_and_resize") && (of(index) < 0 || of(index) > size - 1);
  }
}
