package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import org.jspecify.annotations.Nullable;

/** The elements, off their places, that the weights of a {@code DeformConv} meet. */
final class Offsets {
  private final NdArray input;
  private final double[] values;
  private final double[] offsets;
  private final double @Nullable [] mask;
  private final int groups;
  private final long[] kernel;
  private final int height;
  private final int width;
  private final long[][] taken; // the place without offset, by axis, for each tap and position

  private Offsets(Evaluation node, NdArray input, NdArray weights, Shape made) {
    this.input = input;
    values = input.doubles();
    offsets = node.array(2).doubles();
    NdArray given = node.arrayOrNull(4);
    mask = given == null ? null : given.doubles();
    groups = (int) node.attributes().intOr("offset_group", 1);
    kernel = Window.kernel(node.attributes(), weights.shape());
    height = (int) made.dim(2);
    width = (int) made.dim(3);
    Window window = Window.of(node.attributes(), kernel);
    taken = new long[2][];
    for (int axis = 0; axis < 2; axis++) {
      taken[axis] = window.starts(axis, input.dim(axis + 2), made.dim(axis + 2));
    }
  }

  static Offsets of(Evaluation node, NdArray input, NdArray weights, Shape made) {
    Offsets offsets = new Offsets(node, input, weights, made);
    long each = (long) input.dim(0) * offsets.groups * offsets.taps() * offsets.height;
    if (offsets.offsets.length != 2 * each * offsets.width) {
      throw new InvalidInputException(
          "Offsets %s do not fit a result of shape %s".formatted(node.array(2), made));
    }
    return offsets;
  }

  private int taps() {
    return (int) (kernel[0] * kernel[1]);
  }

  /** A row for each weight of a filter, a column for each position, of some of the channels. */
  double[] columns(int image, int channel, int count) {
    int positions = height * width;
    double[] columns = new double[Math.multiplyExact(count * taps(), positions)];
    for (int i = 0; i < columns.length; i++) {
      int position = i % positions;
      int tap = i / positions % taps();
      int at = channel + i / positions / taps();
      int group = image * groups + at / (input.dim(1) / groups);
      int first = (group * taps() + tap) * 2 * positions + position;
      double y = place(0, tap / (int) kernel[1], position / width) + offsets[first];
      double x = place(1, tap % (int) kernel[1], position % width) + offsets[first + positions];
      double part = mask == null ? 1 : mask[(group * taps() + tap) * positions + position];
      columns[i] = part * between(image * input.dim(1) + at, y, x);
    }
    return columns;
  }

  private double place(int axis, int tap, int position) {
    int positions = axis == 0 ? height : width;
    return taken[axis][tap * positions + position];
  }

  /** The value at a point of a plane, mixed of the four elements around it; zeros outside. */
  private double between(int plane, double y, double x) {
    double top = Math.floor(y);
    double left = Math.floor(x);
    double sum = 0;
    for (int corner = 0; corner < 4; corner++) {
      double row = corner < 2 ? top : top + 1;
      double column = corner % 2 == 0 ? left : left + 1;
      if (row >= 0 && row < input.dim(2) && column >= 0 && column < input.dim(3)) {
        double weight = (1 - Math.abs(y - row)) * (1 - Math.abs(x - column));
        sum += weight * values[(plane * input.dim(2) + (int) row) * input.dim(3) + (int) column];
      }
    }
    return sum;
  }
}
