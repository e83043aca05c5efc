package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code Conv} and its quantized forms share. */
final class Convolution {
  private Convolution() {}

  /** Tells the output of a convolution of input 0 with the weights at the given input. */
  static void infer(InferenceContext node, int weightInput, @Nullable ElementType result) {
    node.output(0, result, shape(node, node.shape(0), node.shape(weightInput)));
  }

  private static @Nullable Shape shape(
      InferenceContext node, @Nullable Shape input, @Nullable Shape weights) {
    if (weights == null) {
      return input == null ? null : Axes.unknown(input.rank());
    } else if (input == null) {
      return Axes.unknown(weights.rank()).withDim(1, weights.dim(0));
    } else if (input.rank() != weights.rank() || input.rank() < 3) {
      throw new InvalidModelException(
          "A convolution needs an input and weights of one rank of 3 or more, but they are "
              + input
              + " and "
              + weights);
    }
    List<Dim> dims = new ArrayList<>(List.of(Dim.of(input, 0), Dim.of(weights, 0)));
    if (!weights.isStatic()) {
      return Axes.unknown(input.rank()).withDim(1, weights.dim(0));
    }
    Window window = Window.of(node.attributes(), Window.kernel(node.attributes(), weights));
    for (int axis = 0; axis < window.rank(); axis++) {
      dims.add(window.positions(Dim.of(input, axis + 2), axis));
    }
    return Dim.shape(dims);
  }

  /** Output elements times the weights that each one takes. */
  static long macs(InferenceContext node, int weightInput) {
    Shape output = node.toldShape(0);
    Shape weights = node.shape(weightInput);
    if (output == null || weights == null || weights.rank() == 0 || weights.dim(0) == 0) {
      return 0;
    }
    long each = weights.withFree(1).elements() / Math.max(1, weights.dim(0));
    return Math.multiplyExact(output.withFree(1).elements(), each);
  }

  /**
   * The sums of a convolution.
   *
   * @param input zero where it holds nothing, so less its zero point
   * @param weights less their zero points
   */
  static NdArray of(Evaluation node, NdArray input, NdArray weights, ElementType result) {
    Shape made = node.outputShape(0);
    long[] kernel = Window.kernel(node.attributes(), weights.shape());
    int groups = (int) node.attributes().intOr("group", 1);
    requireChannels(input, weights.dim(1) * groups);
    if (made.elements() == 0) {
      return NdArray.zeros(result, made);
    }
    Products kind = Products.of(result);
    Columns columns =
        Columns.of(Window.of(node.attributes(), kernel), kind, input, weights.dim(1), made);
    Object sums = kind.make(Math.toIntExact(made.elements()));
    Object factors = kind.of(weights);
    int outputs = weights.dim(0) / groups;
    int inner = columns.rows();
    int positions = columns.positions();
    int blocks = columns.blocks();
    node.parallel(
        input.dim(0) * groups * blocks,
        part -> {
          int image = part / blocks / groups;
          int group = part / blocks % groups;
          int block = part % blocks;
          int count = columns.count(block);
          Object[] taken = columns.take(image, group * weights.dim(1), block);
          Object product = kind.make(outputs * count);
          int from = group * outputs * inner;
          kind.multiply(factors, from, taken, product, 0, outputs, inner, count);
          for (int output = 0; output < outputs; output++) {
            int row = (image * groups + group) * outputs + output;
            int to = row * positions + columns.first(block);
            System.arraycopy(product, output * count, sums, to, count);
          }
        });
    return kind.array(result, made, sums);
  }

  /** Refuses an input whose channels, which are axis 1, are not as many as the weights take. */
  static void requireChannels(NdArray input, int channels) {
    if (input.dim(1) != channels) {
      throw new InvalidInputException(
          "The weights take %d channels, but the input is %s".formatted(channels, input));
    }
  }

  /** An array with a number added to each channel, which is axis 1. */
  static NdArray biased(NdArray sums, @Nullable NdArray bias) {
    if (bias == null) {
      return sums;
    }
    int each = sums.size() / Math.max(1, sums.dim(0) * sums.dim(1));
    int channels = sums.dim(1);
    if (sums.elementType() == ElementType.FLOAT64) {
      double[] added = sums.doubles().clone();
      double[] offsets = bias.doubles();
      for (int i = 0; i < added.length; i++) {
        added[i] += offsets[i / each % channels];
      }
      return NdArray.of(sums.elementType(), sums.shape(), added);
    } else if (!sums.isFloat()) {
      int[] added = sums.ints().clone();
      int[] offsets = bias.ints();
      for (int i = 0; i < added.length; i++) {
        added[i] += offsets[i / each % channels];
      }
      return NdArray.of(sums.elementType(), sums.shape(), added);
    }
    float[] added = sums.floats().clone();
    float[] offsets = bias.floats();
    for (int row = 0; row * each < added.length; row++) {
      float offset = offsets[row % channels];
      for (int i = row * each; i < (row + 1) * each; i++) {
        added[i] += offset;
      }
    }
    return NdArray.of(sums.elementType(), sums.shape(), added);
  }
}
