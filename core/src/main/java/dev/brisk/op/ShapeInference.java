package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Value;
import dev.brisk.graph.ValueType;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the types of all values of a model, its subgraphs included, from those of its inputs.
 *
 * <p>Free dimensions stay free and keep their symbols. Small tensors that nodes compute from
 * constants or from shapes are computed, as far as they are known, so that shapes that hang on them
 * are found, too. What the model declares fills in what is not found; where the two differ, what is
 * found counts. Values of operators that are not in {@link Operators}, and what follows from them,
 * stay as declared.
 */
public final class ShapeInference {
  private ShapeInference() {}

  /**
   * The types with the inputs as the model declares them.
   *
   * @throws dev.brisk.InvalidModelException naming the node, if the inputs of one do not fit it
   */
  public static Types infer(Model model) {
    return infer(model, Map.of());
  }

  /**
   * The types with given shapes of some inputs, or of all. The sizes that these shapes give to
   * symbols hold wherever the symbols stand.
   *
   * @param inputShapes by input; a free dimension is as the model declares it
   * @throws InvalidInputException if there is no such input, or the shape does not fit it
   * @throws dev.brisk.InvalidModelException naming the node, if the inputs of one do not fit it
   */
  public static Types infer(Model model, Map<String, Shape> inputShapes) {
    return scope(model, inputShapes).found;
  }

  /**
   * What follows from the inputs and the constants alone, whatever the model declares of the values
   * in between; constants are computed unless they would be far larger than what they are computed
   * from. For passes that must not err.
   *
   * @throws dev.brisk.InvalidModelException naming the node, if the inputs of one do not fit it
   */
  public static Types prove(Model model) {
    return proof(model).found;
  }

  /** All that {@link #prove} finds. */
  static Scope proof(Model model) {
    return scope(model, Map.of(), new Inferring(model.info(), Map.of(), true));
  }

  /** All that was found, for a look at single nodes. */
  static Scope scope(Model model, Map<String, Shape> inputShapes) {
    Map<String, Long> sizes = new HashMap<>();
    for (Map.Entry<String, Shape> given : inputShapes.entrySet()) {
      bind(given.getValue(), input(model.graph(), given.getKey()), sizes);
    }
    return scope(model, inputShapes, new Inferring(model.info(), sizes, false));
  }

  private static Scope scope(Model model, Map<String, Shape> inputShapes, Inferring inferring) {
    Scope scope = new Scope(inferring, model.graph());
    for (Value input : model.graph().inputs()) {
      scope.input(input, inputShapes.get(input.name()));
    }
    scope.infer();
    return scope;
  }

  private static Value input(Graph graph, String name) {
    for (Value input : graph.inputs()) {
      if (input.name().equals(name)) {
        return input;
      }
    }
    throw new InvalidInputException(
        "The model has no input '%s' to give a shape to; it has %s"
            .formatted(name, graph.inputs().stream().map(Value::name).toList()));
  }

  private static void bind(Shape given, Value input, Map<String, Long> sizes) {
    Shape declared = input.shape();
    if (declared == null) {
      return;
    } else if (!declared.accepts(given)) {
      throw new InvalidInputException(
          "Input '%s' takes shape %s, but shape %s was given"
              .formatted(input.name(), declared, given));
    }
    for (int axis = 0; axis < given.rank(); axis++) {
      String symbol = declared.symbol(axis);
      if (symbol != null && given.dim(axis) != Shape.FREE) {
        sizes.put(symbol, given.dim(axis));
      }
    }
  }

  /** The type of a tensor that the model holds. */
  static ValueType typeOf(Initializer initializer) {
    return ValueType.tensor(initializer.elementType(), initializer.shape());
  }
}
