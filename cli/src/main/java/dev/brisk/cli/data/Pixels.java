package dev.brisk.cli.data;

/**
 * A decoded image: 8 bits a channel, red, green, blue or gray alone, pixel after pixel, row by row
 * from the top.
 */
final class Pixels {
  private final int width;
  private final int height;
  private final int channels;
  private final byte[] data;

  /** Takes the array as it is. */
  Pixels(int width, int height, int channels, byte[] data) {
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.data = data;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** 3 or 1. */
  int channels() {
    return channels;
  }

  /** The samples; not a copy. */
  byte[] data() {
    return data;
  }

  /** This image with three channels, gray becoming three equal ones. */
  Pixels toRgb() {
    if (channels == 3) {
      return this;
    }
    byte[] rgb = new byte[data.length * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = data[i / 3];
    }
    return new Pixels(width, height, 3, rgb);
  }

  /** This image with one channel, the luma of ITU-R BT.601. */
  Pixels toGray() {
    if (channels == 1) {
      return this;
    }
    byte[] gray = new byte[width * height];
    for (int i = 0; i < gray.length; i++) {
      double luma = 0.299 * at(3 * i) + 0.587 * at(3 * i + 1) + 0.114 * at(3 * i + 2);
      gray[i] = (byte) Math.round(luma);
    }
    return new Pixels(width, height, 1, gray);
  }

  private int at(int index) {
    return data[index] & 0xff;
  }
}
