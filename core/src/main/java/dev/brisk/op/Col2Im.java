package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images put together from the columns of their blocks; where blocks overlap they are added. */
final class Col2Im implements Operator {
  @Override
  public String type() {
    return "Col2Im";
  }

  @Override
  public void infer(InferenceContext node) {
    Shape input = node.shape(0);
    List<Dim> image = node.integers(1);
    long[] block = Axes.known(node.integers(2));
    if (input == null || input.rank() != 3 || image == null) {
      node.output(0, node.elementType(0), null);
      return;
    }
    List<Dim> dims = new ArrayList<>(List.of(Dim.of(input, 0), channels(input, block)));
    dims.addAll(image);
    node.output(0, node.elementType(0), Dim.shape(dims));
  }

  private static Dim channels(Shape input, long @Nullable [] block) {
    Dim rows = Dim.of(input, 1);
    return block == null || !rows.known()
        ? Dim.UNKNOWN
        : Dim.of(rows.value() / Shape.of(block).elements());
  }

  /** A window may be far larger than what it slides over. */
  @Override
  public boolean isFoldable() {
    return false;
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    long[] image = node.array(1).longs();
    Window window = Window.of(node.attributes(), node.array(2).longs());
    long[] positions = new long[image.length];
    for (int axis = 0; axis < image.length; axis++) {
      positions[axis] = window.positions(Dim.of(image[axis]), axis).value();
    }
    int[] places = window.places(image, positions);
    int plane = (int) Shape.of(image).elements();
    double[] columns = input.doubles();
    Shape shape = node.outputShape(0);
    double[] sums = new double[Math.toIntExact(shape.elements())];
    Chunks.work(
        node,
        sums.length / Math.max(1, plane),
        places.length,
        (first, end) -> {
          for (int i = first * places.length; i < end * places.length; i++) {
            int place = places[i % places.length];
            if (place >= 0) {
              sums[i / places.length * plane + place] += columns[i];
            }
          }
        });
    return List.of(Reals.of(input.elementType(), shape, sums));
  }
}
