package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Regions of images pooled to one size, read between the elements. */
final class RoiAlign implements Operator {
  @Override
  public String type() {
    return "RoiAlign";
  }

  @Override
  public void infer(InferenceContext node) {
    Dim height = Dim.of(node.attributes().intOr("output_height", 1));
    Dim width = Dim.of(node.attributes().intOr("output_width", 1));
    infer(node, List.of(height, width));
  }

  /** Tells an output of as many as there are regions, with the channels of the images. */
  static void infer(InferenceContext node, List<Dim> pooled) {
    Shape images = node.shape(0);
    Shape regions = node.shape(1);
    boolean known = images != null && images.rank() > 1;
    List<Dim> dims = new ArrayList<>();
    dims.add(regions == null || regions.rank() == 0 ? Dim.UNKNOWN : Dim.of(regions, 0));
    dims.add(images == null || !known ? Dim.UNKNOWN : Dim.of(images, 1));
    dims.addAll(pooled);
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  /** An attribute tells how many elements are read, however few there are. */
  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray images = node.array(0);
    Shape shape = node.outputShape(0);
    float[] regions = node.array(1).floats();
    long[] which = node.array(2).longs();
    boolean most = node.attributes().stringOr("mode", "avg").equals("max");
    int each = (int) (shape.dim(2) * shape.dim(3));
    int channels = images.dim(1);
    int plane = images.dim(2) * images.dim(3);
    double[] values = images.doubles();
    double[] pooled = new double[Math.toIntExact(shape.elements())];
    node.parallel(
        (int) shape.dim(0),
        region -> {
          double[] corners = new double[4];
          Arrays.setAll(corners, i -> regions[region * 4 + i]);
          RegionBins bins = RegionBins.of(node, images.shape(), corners, shape);
          for (int i = 0; i < channels * each; i++) {
            int from = (Axes.of(which[region], images.dim(0)) * channels + i / each) * plane;
            int to = region * channels * each + i;
            pooled[to] =
                most ? bins.most(values, from, i % each) : bins.mean(values, from, i % each);
          }
        });
    return List.of(NdArray.of(images.elementType(), shape, pooled));
  }
}
