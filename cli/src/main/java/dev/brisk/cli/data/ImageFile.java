package dev.brisk.cli.data;

import dev.brisk.InvalidInputException;
import dev.brisk.cli.config.FileErrors;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files of the formats that the JDK reads: JPEG, PNG, BMP, GIF, TIFF.
 *
 * <p>The samples come as the file has them, as other image libraries give them by default: an
 * embedded colour profile is not applied, an orientation tag not followed, transparency dropped.
 */
final class ImageFile {
  private ImageFile() {}

  static Pixels read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw FileErrors.reading(file, e);
    }
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new InvalidInputException(
            file + " is not an image; JPEG, PNG, BMP, GIF and TIFF can be read");
      }
      return decode(file, readers.next(), stream);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidInputException(
          "The image %s is damaged or of a kind that cannot be read, such as CMYK (%s); save it anew as RGB"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static Pixels decode(Path file, ImageReader reader, ImageInputStream stream)
      throws IOException {
    try {
      boolean[] cutOff = {false};
      reader.addIIOReadWarningListener(
          (source, warning) ->
              cutOff[0] |= warning.toLowerCase(Locale.ROOT).contains("premature end"));
      reader.setInput(stream, true, true);
      Pixels pixels = pixels(reader.read(0));
      if (cutOff[0]) {
        throw new InvalidInputException("The image " + file + " is cut off; fetch it anew");
      }
      return pixels;
    } finally {
      reader.dispose();
    }
  }

  private static Pixels pixels(BufferedImage image) {
    int type = image.getRaster().getTransferType();
    boolean plain = type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT;
    return plain && image.getColorModel() instanceof ComponentColorModel
        ? ofBands(image)
        : ofColors(image);
  }

  /** Takes the bands as they are: converting gray to RGB, the JDK would change its brightness. */
  private static Pixels ofBands(BufferedImage image) {
    Raster raster = image.getRaster();
    int channels = raster.getNumBands() < 3 ? 1 : 3;
    int width = image.getWidth();
    int height = image.getHeight();
    int excess = raster.getSampleModel().getSampleSize(0) - 8;
    byte[] data = new byte[width * height * channels];
    int[] row = new int[width];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < height; y++) {
        raster.getSamples(0, y, width, 1, c, row);
        for (int x = 0; x < width; x++) {
          data[(y * width + x) * channels + c] = (byte) (row[x] >> excess);
        }
      }
    }
    return new Pixels(width, height, channels, data);
  }

  private static Pixels ofColors(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] data = new byte[width * height * 3];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 3;
        data[at] = (byte) (row[x] >> 16);
        data[at + 1] = (byte) (row[x] >> 8);
        data[at + 2] = (byte) row[x];
      }
    }
    return new Pixels(width, height, 3, data);
  }
}
