package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The points that affine maps make of an even grid from -1 to 1; see {@code GridSample}. */
final class AffineGrid implements Operator {
  @Override
  public String type() {
    return "AffineGrid";
  }

  @Override
  public void infer(InferenceContext node) {
    List<Dim> size = node.integers(1);
    node.output(0, node.elementType(0), size == null ? null : shape(size));
  }

  private static @Nullable Shape shape(List<Dim> size) {
    if (size.size() < 3) {
      return null;
    }
    List<Dim> dims = new ArrayList<>(size);
    dims.remove(1);
    dims.add(Dim.of(size.size() - 2));
    return Dim.shape(dims);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray maps = node.array(0);
    Shape shape = node.outputShape(0);
    int rank = shape.rank() - 2;
    if (maps.size() != shape.dim(0) * rank * (rank + 1)) {
      throw new InvalidInputException("Maps %s do not fit a grid %s".formatted(maps, shape));
    }
    boolean corners = node.attributes().intOr("align_corners", 0) != 0;
    double[] factors = maps.doubles();
    double[] points = new double[Math.toIntExact(shape.elements())];
    int[] strides = Strides.of(shape);
    for (int i = 0; i < points.length; i++) {
      int row = (i / strides[0] * rank + i % rank) * (rank + 1);
      points[i] = factors[row + rank];
      for (int axis = 1; axis <= rank; axis++) {
        int size = (int) shape.dim(axis);
        int index = i / strides[axis] % size;
        points[i] += factors[row + rank - axis] * even(index, size, corners);
      }
    }
    return List.of(NdArray.of(maps.elementType(), shape, points));
  }

  private static double even(int index, int size, boolean corners) {
    if (corners) {
      return size == 1 ? -1 : 2.0 * index / (size - 1) - 1;
    }
    return (2.0 * index + 1) / size - 1;
  }
}
