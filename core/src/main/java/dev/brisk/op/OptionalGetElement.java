package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.graph.ValueType;
import java.util.List;

/** What an optional holds. */
final class OptionalGetElement implements Operator {
  @Override
  public String type() {
    return "OptionalGetElement";
  }

  @Override
  public void infer(InferenceContext node) {
    ValueType type = node.input(0);
    ValueType held = type instanceof ValueType.OfOptional optional ? optional.element() : type;
    if (held instanceof ValueType.OfTensor tensor) {
      node.output(0, tensor.elementType(), null); // what is declared of the shape need not hold
    } else if (held != null) {
      node.output(0, held);
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    Datum given = node.datum(0);
    if (given == null || given instanceof Datum.Nothing) {
      throw new InvalidInputException("The optional at input 0 holds nothing");
    }
    return List.of(given);
  }
}
