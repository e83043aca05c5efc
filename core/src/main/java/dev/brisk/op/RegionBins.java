package dev.brisk.op;

import dev.brisk.Shape;

/** The bins of a region of {@code RoiAlign}, each with the elements that its samples take. */
final class RegionBins {
  private static final int CORNERS = 4;

  private final int samples;
  private final int[] places; // by bin, sample and corner
  private final double[] weights;

  private RegionBins(int bins, int samples) {
    this.samples = samples;
    places = new int[Math.multiplyExact(bins, Math.multiplyExact(samples, CORNERS))];
    weights = new double[places.length];
  }

  /**
   * The bins of a region.
   *
   * @param corners low x, low y, high x, high y
   * @param shape of the output, of which the last two axes are the bins
   */
  static RegionBins of(Evaluation node, Shape images, double[] corners, Shape shape) {
    boolean half =
        node.opset() >= 16
            && node.attributes()
                .stringOr("coordinate_transformation_mode", "half_pixel")
                .equals("half_pixel");
    double scale = node.attributes().floatOr("spatial_scale", 1);
    int sampling = (int) node.attributes().intOr("sampling_ratio", 0);
    double shift = half ? 0.5 : 0;
    double[] starts = new double[2];
    double[] sizes = new double[2];
    int[] counts = new int[2];
    for (int axis = 0; axis < 2; axis++) { // height, then width
      starts[axis] = corners[1 - axis] * scale - shift;
      double extent = corners[3 - axis] * scale - shift - starts[axis];
      sizes[axis] = (half ? extent : Math.max(extent, 1)) / shape.dim(2 + axis);
      counts[axis] = sampling > 0 ? sampling : (int) Math.max(0, Math.ceil(sizes[axis]));
    }
    int rows = (int) shape.dim(2);
    int columns = (int) shape.dim(3);
    int samples = Math.multiplyExact(counts[0], counts[1]);
    RegionBins bins = new RegionBins(rows * columns, samples);
    for (int i = 0; i < rows * columns * samples; i++) {
      int bin = i / samples;
      int row = bin / columns * counts[0] + i % samples / counts[1];
      int column = bin % columns * counts[1] + i % samples % counts[1];
      double y = (row + 0.5) / counts[0];
      double x = (column + 0.5) / counts[1];
      bins.put(i, starts[0] + y * sizes[0], starts[1] + x * sizes[1], images);
    }
    return bins;
  }

  /** Weights of the four elements around a point; none where it lies outside the image. */
  private void put(int sample, double y, double x, Shape images) {
    int height = (int) images.dim(2);
    int width = (int) images.dim(3);
    if (!(y >= -1 && y <= height && x >= -1 && x <= width)) {
      return;
    }
    double top = Math.min(height - 1, Math.max(0, y));
    double left = Math.min(width - 1, Math.max(0, x));
    int row = (int) top;
    int column = (int) left;
    for (int corner = 0; corner < CORNERS; corner++) {
      int down = corner / 2;
      int right = corner % 2;
      int at = sample * CORNERS + corner;
      places[at] = Math.min(height - 1, row + down) * width + Math.min(width - 1, column + right);
      double vertical = down == 0 ? 1 - (top - row) : top - row;
      weights[at] = vertical * (right == 0 ? 1 - (left - column) : left - column);
    }
  }

  /** The mean of a bin's samples in the plane that begins at the given place. */
  double mean(double[] values, int from, int bin) {
    double sum = 0;
    for (int i = bin * samples * CORNERS; i < (bin + 1) * samples * CORNERS; i++) {
      sum += weights[i] * values[from + places[i]];
    }
    return sum / Math.max(1, samples);
  }

  /** The greatest of the weighted elements of a bin in the plane that begins at a place. */
  double most(double[] values, int from, int bin) {
    double most = samples == 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (int i = bin * samples * CORNERS; i < (bin + 1) * samples * CORNERS; i++) {
      most = Math.max(most, weights[i] * values[from + places[i]]);
    }
    return most;
  }
}
