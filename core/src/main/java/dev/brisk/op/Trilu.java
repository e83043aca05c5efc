package dev.brisk.op;

import dev.brisk.Shape;
import java.util.List;

/** The upper or the lower triangle of each matrix, zeros elsewhere. */
final class Trilu implements Operator {
  @Override
  public String type() {
    return "Trilu";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), node.shape(0));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray input = node.array(0);
    NdArray given = node.arrayOrNull(1);
    long diagonal = given == null ? 0 : given.asLong();
    boolean upper = node.attributes().intOr("upper", 1) != 0;
    int rows = input.dim(input.rank() - 2);
    int columns = input.dim(input.rank() - 1);
    int[] places = new int[input.size()];
    for (int i = 0; i < places.length; i++) {
      long above = (long) i % columns - i / columns % rows; // the main diagonal
      boolean kept = upper ? above >= diagonal : above <= diagonal;
      places[i] = kept ? i : places.length;
    }
    NdArray zero = NdArray.zeros(input.elementType(), Shape.of(1));
    return List.of(NdArray.join(input, zero).take(input.shape(), places));
  }
}
