package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Numbers in groups, each number less its group's mean and by its group's deviation. */
final class Standardized {
  /** The numbers so changed. */
  final double[] values;

  /** By group; zeros where nothing was taken off. */
  final double[] means;

  /** By group, of the whole group, not a sample; the mean squares where no mean was taken off. */
  final double[] variances;

  /** By group, what the numbers were multiplied with. */
  final double[] inverses;

  private Standardized(double[] values, double[] means, double[] variances, double[] inverses) {
    this.values = values;
    this.means = means;
    this.variances = variances;
    this.inverses = inverses;
  }

  /**
   * The elements of an array standardized.
   *
   * @param groups the array's shape with 1 for each axis along which elements belong together
   * @param centered whether the mean is taken off
   * @param epsilon is added to the variance
   */
  static Standardized of(NdArray array, Shape groups, boolean centered, double epsilon) {
    double[] values = array.doubles().clone();
    int[] group = Strides.stretched(groups, array.shape());
    int count = Math.toIntExact(groups.elements());
    int size = values.length / Math.max(1, count);
    double[] means = new double[count];
    for (int i = 0; centered && i < values.length; i++) {
      means[group[i]] += values[i] / size;
    }
    double[] variances = new double[count];
    for (int i = 0; i < values.length; i++) {
      values[i] -= means[group[i]];
      variances[group[i]] += values[i] * values[i] / size;
    }
    double[] inverses = Arrays.stream(variances).map(v -> 1 / Math.sqrt(v + epsilon)).toArray();
    for (int i = 0; i < values.length; i++) {
      values[i] *= inverses[group[i]];
    }
    return new Standardized(values, means, variances, inverses);
  }

  /** The numbers times a scale, plus a bias where there is one; both stretch to the shape. */
  NdArray scaled(ElementType type, Shape shape, NdArray scale, @Nullable NdArray bias) {
    double[] scales = scale.doubles();
    double[] biases = bias == null ? new double[1] : bias.doubles();
    int[] scaleAt = Strides.stretched(scale.shape(), shape);
    int[] biasAt = Strides.stretched(bias == null ? Shape.scalar() : bias.shape(), shape);
    double[] scaled = new double[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * scales[scaleAt[i]] + biases[biasAt[i]];
    }
    return NdArray.of(type, shape, scaled);
  }

  /** The groups of elements that differ only along the given axis and those after it. */
  static Shape from(Shape shape, int axis) {
    long[] dims = shape.dims();
    Arrays.fill(dims, axis, dims.length, 1);
    return Shape.of(dims);
  }

  /** The groups of elements of equal index along the given axis. */
  static Shape by(int axis, Shape shape) {
    long[] dims = new long[shape.rank()];
    Arrays.fill(dims, 1);
    dims[axis] = shape.dim(axis);
    return Shape.of(dims);
  }
}
