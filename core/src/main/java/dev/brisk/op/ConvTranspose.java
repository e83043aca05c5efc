package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The transpose of a convolution; weights are [inputs, outputs / group, kernel...]. */
final class ConvTranspose implements Operator {
  @Override
  public String type() {
    return "ConvTranspose";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), shape(node, node.shape(0), node.shape(1)));
  }

  private static @Nullable Shape shape(
      InferenceContext node, @Nullable Shape input, @Nullable Shape weights) {
    if (input == null || weights == null || !weights.isStatic()) {
      return input == null ? null : Axes.unknown(input.rank());
    } else if (input.rank() != weights.rank() || input.rank() < 3) {
      throw new InvalidModelException(
          "A transposed convolution needs an input and weights of one rank of 3 or more, but they"
              + " are "
              + input
              + " and "
              + weights);
    }
    long group = node.attributes().intOr("group", 1);
    List<Dim> dims = new ArrayList<>(List.of(Dim.of(input, 0), Dim.of(weights.dim(1) * group)));
    Window window = Window.of(node.attributes(), Window.kernel(node.attributes(), weights));
    long[] asked = node.attributes().ints("output_shape");
    long[] extra = node.attributes().ints("output_padding");
    for (int axis = 0; axis < window.rank(); axis++) {
      dims.add(
          asked != null
              ? Dim.of(asked[asked.length - window.rank() + axis])
              : window.spread(Dim.of(input, axis + 2), axis, extra == null ? 0 : extra[axis]));
    }
    return Dim.shape(dims);
  }

  /** Input elements times the weights that each one meets. */
  @Override
  public long macs(InferenceContext node) {
    Shape input = node.shape(0);
    Shape weights = node.shape(1);
    if (input == null || weights == null || weights.rank() == 0 || weights.dim(0) == 0) {
      return 0;
    }
    long each = weights.withFree(1).elements() / Math.max(1, weights.dim(0));
    return Math.multiplyExact(input.withFree(1).elements(), each);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray weights = node.array(1);
    Convolution.requireChannels(input, weights.dim(0));
    Shape made = node.outputShape(0);
    if (made.elements() == 0) {
      return List.of(NdArray.zeros(input.elementType(), made));
    }
    int groups = (int) node.attributes().intOr("group", 1);
    int[] places = places(node, input.shape(), weights.shape(), made);
    int inputs = input.dim(1) / groups;
    int outputs = weights.dim(1);
    int taps = weights.size() / Math.max(1, weights.dim(0) * outputs);
    int from = input.size() / Math.max(1, input.dim(0) * input.dim(1));
    int to = (int) made.elements() / Math.max(1, (int) (made.dim(0) * made.dim(1)));
    double[] values = input.doubles();
    double[] factors = weights.doubles();
    double[] sums = new double[(int) made.elements()];
    node.parallel(
        input.dim(0) * groups * outputs,
        plane -> {
          int output = plane % outputs;
          int group = plane / outputs % groups;
          int image = plane / outputs / groups;
          double[] filter = new double[taps * inputs]; // a row for each tap
          for (int i = 0; i < inputs; i++) {
            for (int tap = 0; tap < taps; tap++) {
              int at = ((group * inputs + i) * outputs + output) * taps + tap;
              filter[tap * inputs + i] = factors[at];
            }
          }
          double[] product = new double[taps * from];
          int first = (image * groups + group) * inputs * from;
          Products.DOUBLES.multiply(filter, 0, values, first, product, 0, taps, inputs, from);
          for (int i = 0; i < product.length; i++) {
            if (places[i] >= 0) {
              sums[plane * to + places[i]] += product[i];
            }
          }
        });
    NdArray spread = NdArray.of(ElementType.FLOAT64, made, sums);
    double[] biased = Convolution.biased(spread, node.arrayOrNull(2)).doubles();
    return List.of(NdArray.of(input.elementType(), made, biased.clone()));
  }

  /** For each place in the kernel and each of the input's positions the place in the output. */
  private static int[] places(Evaluation node, Shape input, Shape weights, Shape made) {
    Window window = Window.of(node.attributes(), Window.kernel(node.attributes(), weights));
    long[] from = Arrays.copyOfRange(input.dims(), 2, input.rank());
    long[] to = Arrays.copyOfRange(made.dims(), 2, made.rank());
    long[] extra = node.attributes().ints("output_padding");
    long[] outputPadding = extra == null ? new long[from.length] : extra;
    boolean asked = node.attributes().has("output_shape");
    return window.spreading(from, to, outputPadding, asked).places(to, from);
  }
}
