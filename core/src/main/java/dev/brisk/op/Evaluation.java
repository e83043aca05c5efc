package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Graph;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a node, all of whose inputs are there: as an {@link InferenceContext} it knows all
 * shapes and elements, and {@link Operator#infer} has told the outputs' types before.
 */
public interface Evaluation extends InferenceContext {
  /** What an input holds; null where it is left out. */
  @Nullable Datum datum(int index);

  /** Runs a subgraph, which sees the values of the graphs around it. */
  List<Datum> run(Graph body, List<? extends Datum> inputs);

  /** Does independent parts of the work, numbered from 0, on as many threads as are allowed. */
  void parallel(int parts, IntConsumer part);

  /**
   * Runs another operator on arrays, null where an input is left out, with attributes of its own;
   * it has as many outputs as this node.
   *
   * @throws dev.brisk.UnsupportedModelException if it is not computed here
   */
  List<? extends Datum> apply(
      String domain, String type, int opset, Attributes attributes, @Nullable NdArray... inputs);

  /** Runs the newest version of an operator of the standard on arrays; its first output. */
  default NdArray apply(String type, Attributes attributes, @Nullable NdArray... inputs) {
    return (NdArray) apply("", type, Integer.MAX_VALUE, attributes, inputs).get(0);
  }

  /** The number of inputs, those left out in between included. */
  default int inputs() {
    return node().inputs().size();
  }

  /**
   * The tensor at an input.
   *
   * @throws InvalidInputException if there is none
   */
  default NdArray array(int index) {
    if (datum(index) instanceof NdArray array) {
      return array;
    }
    throw new InvalidInputException("Input " + index + " must be a tensor, but there is none");
  }

  /** The tensor at an input; null where it is left out. */
  default @Nullable NdArray arrayOrNull(int index) {
    return datum(index) == null || datum(index) instanceof Datum.Nothing ? null : array(index);
  }

  /**
   * The shape told of an output.
   *
   * @throws InvalidInputException if it is not known
   */
  default Shape outputShape(int index) {
    Shape shape = toldShape(index);
    if (shape == null || !shape.isStatic()) {
      throw new InvalidInputException("The shape of output " + index + " does not follow");
    }
    return shape;
  }

  /** The integers at an input, or by the attribute of older versions; null if neither is given. */
  default long @Nullable [] longs(int index, String attribute) {
    NdArray given = arrayOrNull(index);
    return given != null ? given.longs() : attributes().ints(attribute);
  }
}
