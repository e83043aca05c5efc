package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** Regions of images pooled to one size by their maxima. */
final class MaxRoiPool implements Operator {
  @Override
  public String type() {
    return "MaxRoiPool";
  }

  @Override
  public void infer(InferenceContext node) {
    long[] pooled = node.attributes().ints("pooled_shape");
    RoiAlign.infer(node, pooled == null ? List.of(Dim.UNKNOWN, Dim.UNKNOWN) : Dim.list(pooled));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray images = node.array(0);
    Shape shape = node.outputShape(0);
    float[] regions = node.array(1).floats();
    double[] values = images.doubles();
    double scale = node.attributes().floatOr("spatial_scale", 1);
    int height = images.dim(2);
    int width = images.dim(3);
    int channels = images.dim(1);
    int rows = (int) shape.dim(2);
    int columns = (int) shape.dim(3);
    double[] pooled = new double[Math.toIntExact(shape.elements())];
    for (int i = 0; i < pooled.length; i++) {
      int region = i / (channels * rows * columns) * 5; // image, low x, low y, high x, high y
      int channel = i / (rows * columns) % channels;
      long left = Math.round(regions[region + 1] * scale);
      long top = Math.round(regions[region + 2] * scale);
      double high = Math.max(1, Math.round(regions[region + 4] * scale) - top + 1) / (double) rows;
      double wide =
          Math.max(1, Math.round(regions[region + 3] * scale) - left + 1) / (double) columns;
      int row = i / columns % rows;
      int column = i % columns;
      int from = (Axes.of((long) regions[region], images.dim(0)) * channels + channel) * height;
      double most = Double.NEGATIVE_INFINITY;
      for (int y = held(top + Math.floor(row * high), height);
          y < held(top + Math.ceil((row + 1) * high), height);
          y++) {
        for (int x = held(left + Math.floor(column * wide), width);
            x < held(left + Math.ceil((column + 1) * wide), width);
            x++) {
          most = Math.max(most, values[(from + y) * width + x]);
        }
      }
      pooled[i] = most == Double.NEGATIVE_INFINITY ? 0 : most; // nothing lies in the bin
    }
    return List.of(NdArray.of(images.elementType(), shape, pooled));
  }

  private static int held(double place, int size) {
    return (int) Math.max(0, Math.min(size, place));
  }
}
