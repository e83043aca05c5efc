package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.graph.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operators on sequences share. Of the tensors in a sequence nothing is told but the type
 * of their elements: what models declare of their shapes need not hold.
 */
final class Sequences {
  private Sequences() {}

  /** Tells that an output is a sequence of tensors, if the type of their elements is known. */
  static void tell(InferenceContext node, int output, @Nullable ElementType type) {
    if (type != null) {
      node.output(output, new ValueType.OfSequence(ValueType.tensor(type, null)));
    }
  }

  /** The type of the tensors' elements in a sequence at an input; null where it is unknown. */
  static @Nullable ElementType elementType(InferenceContext node, int input) {
    return node.input(input) instanceof ValueType.OfSequence sequence
            && sequence.element() instanceof ValueType.OfTensor tensor
        ? tensor.elementType()
        : null;
  }

  /** The elements of the sequence at an input. */
  static List<Datum> items(Evaluation node, int input) {
    if (node.datum(input) instanceof Datum.Sequence sequence) {
      return sequence.items();
    }
    throw new InvalidInputException("Input " + input + " must be a sequence, but is none");
  }

  /** The tensors of the sequence at an input, of which there must be some. */
  static NdArray[] arrays(Evaluation node, int input) {
    List<Datum> items = items(node, input);
    if (items.isEmpty()) {
      throw new InvalidInputException("Input " + input + " must hold tensors, but is empty");
    }
    NdArray[] arrays = new NdArray[items.size()];
    for (int i = 0; i < arrays.length; i++) {
      if (!(items.get(i) instanceof NdArray array)) {
        throw new InvalidInputException("Input " + input + " must hold tensors alone");
      }
      arrays[i] = array;
    }
    return arrays;
  }

  /**
   * A position in a sequence, counted from its end if negative.
   *
   * @param count how many positions there are
   */
  static int position(NdArray given, int count) {
    long position = given.asLong();
    int size = count;
    if (position < -size || position >= size) {
      throw new InvalidInputException(
          "A position must be %d to %d, but is %d".formatted(-size, size - 1, position));
    }
    return (int) (position < 0 ? position + size : position);
  }
}
