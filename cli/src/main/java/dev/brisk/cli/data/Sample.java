package dev.brisk.cli.data;

import dev.brisk.Tensor;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One sample, ready to be fed to a model.
 *
 * @param name what messages call it: the image's file, or the record's number
 * @param label the class it belongs to, if the data say
 * @param inputs the model's inputs by name, each with a batch dimension of 1 in front
 * @param placement where an image lies in the first input; null for records
 */
public record Sample(
    String name, OptionalLong label, Map<String, Tensor> inputs, @Nullable Placement placement) {
  /**
   * How an image was fitted into a model's input: a point (x, y) of the image is at (x * scaleX, y
   * * scaleY) of the input.
   *
   * @param scaleX input pixels per image pixel from left to right
   * @param scaleY input pixels per image pixel from top to bottom
   * @param image the image's size
   * @param input the input's size
   */
  public record Placement(double scaleX, double scaleY, Size image, Size input) {}

  /** A width and a height in pixels. */
  public record Size(int width, int height) {}
}
