package dev.brisk.cli.data;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.cli.config.Section;

/**
 * How an image becomes an input of a model.
 *
 * @param name the input's name
 * @param type the type of the elements fed
 * @param layout where the channels stand
 * @param colors the channels
 * @param height the input's height in pixels
 * @param width the input's width in pixels
 * @param fit how an image of another size is made to fit
 * @param pad the 8-bit value that fills what a letterbox leaves
 * @param normalization what is fed for an 8-bit value
 */
record ImageInput(
    String name,
    ElementType type,
    Layout layout,
    Colors colors,
    int height,
    int width,
    Fit fit,
    int pad,
    Normalization normalization) {

  static ImageInput read(Section input) {
    int[] size = input.integers("size", 1);
    if (size.length != 2) {
      throw input.wrong("size", "a list of " + size.length, "[height, width]");
    }
    int pad = input.integer("pad", 0, 0);
    if (pad > 255) {
      throw input.wrong("pad", "" + pad, "a whole number from 0 to 255");
    }
    ImageInput read =
        new ImageInput(
            input.text("name"),
            input.choice("type", Choices.INPUT_TYPES, ElementType.FLOAT32),
            input.choice("layout", Choices.of(Layout.values()), Layout.NCHW),
            input.choice("channels", Choices.of(Colors.values()), Colors.RGB),
            size[0],
            size[1],
            input.choice("fit", Choices.of(Fit.values()), Fit.STRETCH),
            pad,
            Normalization.read(input));
    read.normalization.check(input, read.colors.channels());
    return read;
  }

  /** Where an image lies in this input. */
  Sample.Placement placement(Pixels image) {
    double across = (double) width / image.width();
    double down = (double) height / image.height();
    double ratio = Math.min(across, down);
    boolean stretch = fit == Fit.STRETCH;
    return new Sample.Placement(
        stretch ? across : ratio,
        stretch ? down : ratio,
        new Sample.Size(image.width(), image.height()),
        new Sample.Size(width, height));
  }

  /** The input's elements for an image, with a batch dimension of 1. */
  Tensor tensor(Pixels image) {
    Pixels colored = colors == Colors.GRAY ? image.toGray() : image.toRgb();
    Sample.Placement placement = placement(image);
    int inner = fit == Fit.STRETCH ? width : inner(image.width(), placement.scaleX(), width);
    int tall = fit == Fit.STRETCH ? height : inner(image.height(), placement.scaleY(), height);
    float[] values = normalized(Resize.to(colored, inner, tall));
    int channels = colors.channels();
    Tensor floats =
        layout == Layout.NCHW
            ? Tensor.of(values, 1, channels, height, width)
            : Tensor.of(values, 1, height, width, channels);
    return floats.to(type);
  }

  private static int inner(int size, double ratio, int most) {
    return Math.max(1, Math.min(most, (int) (size * ratio)));
  }

  private float[] normalized(Pixels image) {
    int channels = colors.channels();
    boolean planes = layout == Layout.NCHW;
    float[] values = new float[height * width * channels];
    for (int c = 0; c < channels; c++) {
      float[] table = normalization.table(c, false);
      int to = planes ? c * height * width : c;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          values[to] = table[value(image, x, y, c)];
          to += planes ? 1 : channels;
        }
      }
    }
    return values;
  }

  private int value(Pixels image, int x, int y, int channel) {
    if (x >= image.width() || y >= image.height()) {
      return pad;
    }
    int pixel = y * image.width() + x;
    return image.data()[pixel * image.channels() + colors.source(channel)] & 0xff;
  }
}
