package dev.brisk.cli.data;

/**
 * Resizing with a triangle filter: pixel centres of both images are aligned at half coordinates.
 * Where an image grows this is bilinear interpolation; where it shrinks the filter widens with the
 * factor, so that every pixel counts and fine detail does not alias. Edges are cut off, not padded.
 * Pillow's bilinear filter has this rule, OpenCV's linear one does not widen.
 */
final class Resize {
  private Resize() {}

  /** The image at another size, each channel rounded to 8 bits. */
  static Pixels to(Pixels image, int width, int height) {
    if (image.width() == width && image.height() == height) {
      return image;
    }
    Axis across = Axis.of(image.width(), width);
    Axis down = Axis.of(image.height(), height);
    float[] narrow = rows(image, across);
    return new Pixels(width, height, image.channels(), columns(narrow, image, across, down));
  }

  /** Resizes each row; the result has the old height and the new width. */
  private static float[] rows(Pixels image, Axis axis) {
    int channels = image.channels();
    float[] result = new float[image.height() * axis.size() * channels];
    int to = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = y * image.width() * channels;
      for (int x = 0; x < axis.size(); x++) {
        for (int c = 0; c < channels; c++) {
          float sum = 0;
          int from = row + axis.first[x] * channels + c;
          for (float weight : axis.weights[x]) {
            sum += weight * (image.data()[from] & 0xff);
            from += channels;
          }
          result[to++] = sum;
        }
      }
    }
    return result;
  }

  private static byte[] columns(float[] rows, Pixels image, Axis across, Axis down) {
    int stride = across.size() * image.channels();
    byte[] result = new byte[down.size() * stride];
    for (int y = 0; y < down.size(); y++) {
      for (int i = 0; i < stride; i++) {
        float sum = 0;
        int from = down.first[y] * stride + i;
        for (float weight : down.weights[y]) {
          sum += weight * rows[from];
          from += stride;
        }
        result[y * stride + i] = (byte) Math.max(0, Math.min(255, Math.round(sum)));
      }
    }
    return result;
  }

  /** For each new position along an axis the first old one that counts, and the weights from it. */
  private static final class Axis {
    final int[] first;
    final float[][] weights;

    Axis(int size) {
      first = new int[size];
      weights = new float[size][];
    }

    int size() {
      return first.length;
    }

    static Axis of(int from, int to) {
      double step = (double) from / to;
      double reach = Math.max(1, step);
      Axis axis = new Axis(to);
      for (int i = 0; i < to; i++) {
        double centre = (i + 0.5) * step;
        int low = (int) Math.max(0, Math.floor(centre - reach + 0.5));
        int high = (int) Math.min(from, Math.floor(centre + reach + 0.5));
        axis.first[i] = low;
        axis.weights[i] = triangle(centre, reach, low, Math.max(high, low + 1));
      }
      return axis;
    }

    private static float[] triangle(double centre, double reach, int low, int high) {
      double[] raw = new double[high - low];
      double sum = 0;
      for (int i = 0; i < raw.length; i++) {
        raw[i] = Math.max(0, 1 - Math.abs(low + i + 0.5 - centre) / reach);
        sum += raw[i];
      }
      float[] weights = new float[raw.length];
      for (int i = 0; i < raw.length; i++) {
        weights[i] = (float) (raw[i] / sum);
      }
      return weights;
    }
  }
}
