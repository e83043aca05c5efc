package dev.brisk.quantization.int8;

import dev.brisk.quantization.arithmetic.Pairs;
import dev.brisk.quantization.calibration.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a node computes in an int8 model, if the nodes around it do so too. */
sealed interface Form {
  /** On floats, for a reason that the report tells. */
  record Kept(String reason) implements Form {}

  /**
   * A sum of products of codes: of input 0 with constant weights, plus perhaps a constant bias. It
   * is worth quantizing the values around it for its sake.
   *
   * @param weight the index of the weights among the inputs
   * @param axis the weights' axis of output channels
   * @param pairs which weights of a channel kernels add in 16 bits
   * @param bias the index of the bias among the inputs, -1 if there is none
   * @param codesOnly whether kernels give nothing but codes; else they can give floats too
   */
  record Weighted(int weight, int axis, Pairs pairs, int bias, boolean codesOnly) implements Form {
    /** The same with kernels that can give floats. */
    Weighted givingFloats() {
      return new Weighted(weight, axis, pairs, bias, false);
    }
  }

  /**
   * New numbers from those of the given inputs, each on a line of its own.
   *
   * @param inputs the indexes of the inputs that are activations
   * @param fixed the range of the output where it does not hang on the data, else null
   */
  record Computed(List<Integer> inputs, @Nullable Range fixed) implements Form {}

  /**
   * The numbers of input 0, or some of them, elsewhere: the outputs' codes lie on the input's line.
   *
   * @param onCodes whether the node reads and writes the codes themselves, without a
   *     DequantizeLinear before and a QuantizeLinear after it
   */
  record Moved(boolean onCodes) implements Form {}

  /**
   * The numbers of input 0, cut off below and above. Where the node before gives codes, their range
   * does that.
   */
  record Clamped(float low, float high) implements Form {}
}
