package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.List;

/** Its input read at the points of a grid, which holds coordinates from -1 to 1, the last first. */
final class GridSample implements Operator {
  @Override
  public String type() {
    return "GridSample";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    Shape grid = node.shape(1);
    if (input == null || grid == null) {
      node.output(0, node.elementType(0), null);
      return;
    } else if (input.rank() != grid.rank() || input.rank() < 3) {
      throw new InvalidModelException(
          "A grid of shape %s does not fit an input of shape %s".formatted(grid, input));
    }
    List<Dim> dims = Dim.list(grid);
    dims.remove(dims.size() - 1);
    dims.add(1, Dim.of(input, 1));
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(
        node, Weights.mixing(node.attributes().stringOr("mode", "linear"), axes(node)));
  }

  private static int axes(InferenceContext node) {
    Shape input = node.shape(0);
    return input == null ? 0 : input.rank() - 2;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray grid = node.array(1);
    Sampling sampling = Sampling.of(node, input.shape());
    int rank = input.rank() - 2;
    if (grid.dim(grid.rank() - 1) != rank || grid.dim(0) != input.dim(0)) {
      throw new InvalidInputException("A grid %s does not fit an input %s".formatted(grid, input));
    }
    Shape shape = node.outputShape(0);
    double[] sampled = new double[Math.toIntExact(shape.elements())];
    double[] values = input.doubles();
    float[] points = grid.floats();
    int count = points.length / rank;
    int each = count / Math.max(1, input.dim(0));
    int channels = input.dim(1);
    int plane = input.size() / Math.max(1, input.dim(0) * channels);
    Chunks.work(
        node,
        count,
        64L * channels,
        (first, end) -> {
          float[] point = new float[rank];
          for (int i = first; i < end; i++) {
            for (int axis = 0; axis < rank; axis++) {
              point[axis] = points[(i + 1) * rank - 1 - axis];
            }
            Sampling.Taps taps = sampling.at(point);
            for (int channel = 0; channel < channels; channel++) {
              int row = i / each * channels + channel;
              sampled[row * each + i % each] = taps.of(values, row * plane);
            }
          }
        });
    return List.of(Reals.of(input.elementType(), shape, sampled));
  }
}
