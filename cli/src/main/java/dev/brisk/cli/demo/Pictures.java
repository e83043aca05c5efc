package dev.brisk.cli.demo;

import dev.brisk.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/** Makes pictures of tensors. */
final class Pictures {
  private Pictures() {}

  /** A PNG data address of an image tensor [1,3,height,width], its values stretched to 0 to 255. */
  static String dataAddress(Tensor image) {
    int height = (int) image.shape().dim(2);
    int width = (int) image.shape().dim(3);
    float[] values = image.toFloatArray();
    float low = Float.POSITIVE_INFINITY;
    float high = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    float scale = 255 / Math.max(high - low, Float.MIN_NORMAL);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int color = 0;
      for (int channel = 0; channel < 3; channel++) {
        int level = Math.round((values[channel * width * height + i] - low) * scale);
        color = color << 8 | level;
      }
      picture.setRGB(i % width, i / width, color);
    }
    return encode(picture);
  }

  private static String encode(BufferedImage picture) {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
