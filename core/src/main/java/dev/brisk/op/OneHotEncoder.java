package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** For each element a row with a 1 at its category and else 0, along a new last axis. */
final class OneHotEncoder implements Operator {
  @Override
  public String domain() {
    return Operator.ML;
  }

  @Override
  public String type() {
    return "OneHotEncoder";
  }

  private static NdArray categories(InferenceContext node) {
    return ListAttributes.require(node.attributes(), "cats_strings", "cats_int64s");
  }

  @Override
  public void infer(InferenceContext node) {
    Shape shape = node.shape(0);
    Shape made = null;
    if (shape != null) {
      List<Dim> dims = Dim.list(shape);
      dims.add(Dim.of(categories(node).size()));
      made = Dim.shape(dims);
    }
    node.output(0, ElementType.FLOAT32, made);
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray categories = categories(node);
    NdArray input = node.array(0);
    boolean text = input.elementType() == ElementType.STRING;
    NdArray elements = text ? input : Casting.to(ElementType.INT64, input, true);
    Map<Object, Integer> index = new HashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      index.put(ListAttributes.key(categories, i), i);
    }
    float[] made = new float[Math.multiplyExact(input.size(), categories.size())];
    for (int i = 0; i < input.size(); i++) {
      Integer category = index.get(ListAttributes.key(elements, i));
      if (category != null) {
        made[i * categories.size() + category] = 1;
      } else if (node.attributes().intOr("zeros", 1) == 0) {
        throw new InvalidInputException(
            "Element '%s' is of no category".formatted(ListAttributes.key(elements, i)));
      }
    }
    return List.of(NdArray.of(ElementType.FLOAT32, node.outputShape(0), made));
  }
}
