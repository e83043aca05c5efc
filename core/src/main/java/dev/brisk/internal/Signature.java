package dev.brisk.internal;

import dev.brisk.ClosedException;
import dev.brisk.ElementType;
import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.TensorSpec;
import dev.brisk.UnsupportedModelException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's inputs and outputs: what may be given, and what shape each output then has.
 * Thread-safe. A runtime that takes less than all says so in a subclass.
 */
public class Signature {
  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;
  private final Map<String, TensorSpec> inputsByName = new LinkedHashMap<>();
  private volatile boolean distrusted;

  /** The signature of a model. */
  public Signature(Model model) {
    this(model.inputs(), model.outputs());
  }

  /** A signature of these inputs and outputs. */
  public Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    inputs.forEach(input -> inputsByName.put(input.name(), input));
  }

  /** Whether tensors of the type can be made before a run and bound to it. */
  public boolean isPinnable(ElementType type) {
    return type != ElementType.STRING;
  }

  /** Checks a tensor, whose type and shape fit, further. */
  protected void checkSize(TensorSpec input, Tensor tensor) {}

  /** The inputs, in order. */
  public final List<TensorSpec> inputs() {
    return inputs;
  }

  /** The outputs, in order. */
  public final List<TensorSpec> outputs() {
    return outputs;
  }

  /** Checks that the tensors are those that the model takes. */
  public final void check(Map<String, Tensor> given) {
    for (Map.Entry<String, Tensor> entry : given.entrySet()) {
      check(input(entry.getKey()), entry.getValue());
    }
    if (given.size() < inputs.size()) {
      List<String> missing =
          inputs.stream()
              .filter(input -> !given.containsKey(input.name()))
              .map(TensorSpec::toString)
              .toList();
      throw new InvalidInputException("The model also needs " + String.join(", ", missing));
    }
  }

  private void check(TensorSpec input, Tensor tensor) {
    if (tensor == null) {
      throw new InvalidInputException("Input '" + input.name() + "' is null instead of a tensor");
    }
    if (tensor.elementType() != input.elementType()) {
      throw expected(input, tensor, "convert it with to(...)");
    }
    checkShape(input, tensor.shape(), tensor);
    checkSize(input, tensor);
    if (tensor.isClosed()) {
      throw new ClosedException(
          "The tensor given as input '%s' is closed: %s".formatted(input.name(), tensor));
    }
  }

  private static void checkShape(TensorSpec input, Shape actual, Object came) {
    Shape shape = input.shape();
    if (shape != null && !shape.accepts(actual)) {
      String advice =
          shape.rank() == actual.rank()
              ? isChannelsLast(shape, actual) ? "its channels come last, but must come first" : ""
              : "it must have %d dimensions, but has %d".formatted(shape.rank(), actual.rank());
      throw expected(input, came, advice);
    }
  }

  private static boolean isChannelsLast(Shape expected, Shape actual) {
    return expected.rank() == 4
        && expected.accepts(Shape.of(actual.dim(0), actual.dim(3), actual.dim(1), actual.dim(2)));
  }

  private static InvalidInputException expected(TensorSpec input, Object came, String advice) {
    return new InvalidInputException(
        "Input '%s' takes %s%s, but %s came%s"
            .formatted(
                input.name(),
                input.elementType(),
                input.shape() == null ? "[...]" : input.shape(),
                came,
                advice.isEmpty() ? "" : "; " + advice));
  }

  /** The input of a name; fails with a suggestion if there is none. */
  public final TensorSpec input(String name) {
    TensorSpec input = inputsByName.get(name);
    if (input == null) {
      throw noInput(name);
    }
    return input;
  }

  /** What to throw for an input that is not there. */
  public final InvalidInputException noInput(String name) {
    return new InvalidInputException(
        "The model has no input '%s'%s"
            .formatted(name, Suggestions.clauseOrAll(String.valueOf(name), inputsByName.keySet())));
  }

  /** Whether there is an output of the name. */
  public final boolean hasOutput(String name) {
    return outputs.stream().anyMatch(output -> output.name().equals(name));
  }

  /** What to throw for an output that is not there. */
  public final InvalidInputException noOutput(String name) {
    List<String> names = outputs.stream().map(TensorSpec::name).toList();
    return new InvalidInputException(
        "The model has no output '%s'%s"
            .formatted(name, Suggestions.clauseOrAll(String.valueOf(name), names)));
  }

  /** The shape to bind an input with: the one asked for, else the declared with 1 where free. */
  private static Shape boundShape(TensorSpec input, @Nullable Shape asked) {
    Shape shape = input.shape();
    if (asked != null) {
      if (!asked.isStatic()) {
        throw new InvalidInputException(
            "Input '%s' must be bound with a shape of numbers only, but %s came"
                .formatted(input.name(), asked));
      }
      checkShape(input, asked, asked);
      return asked;
    }
    if (shape == null) {
      throw new InvalidInputException(
          "The model leaves even the rank of input '%s' open, so bind needs its shape"
              .formatted(input.name()));
    }
    return shape.withFree(1);
  }

  /** The shapes to bind all inputs with. */
  public final Map<String, Shape> boundShapes(Map<String, Shape> asked) {
    asked.keySet().forEach(this::input);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (TensorSpec input : inputs) {
      if (!isPinnable(input.elementType())) {
        throw new UnsupportedModelException(
            "Input '%s' of %s has no memory to bind; give it to run instead"
                .formatted(input.name(), input.elementType()));
      }
      shapes.put(input.name(), boundShape(input, asked.get(input.name())));
    }
    return shapes;
  }

  /**
   * New tensors for the outputs whose shapes are known once those of the inputs are; none where the
   * model's word on its outputs' shapes turned out to be wrong.
   */
  public final Map<String, Tensor> targets(Map<String, Shape> inputShapes) {
    Map<String, Tensor> targets = new LinkedHashMap<>();
    if (distrusted) {
      return targets;
    }
    Map<String, Long> symbols = symbols(inputShapes);
    for (TensorSpec output : outputs) {
      Shape shape = resolve(output.shape(), symbols);
      if (shape != null && isPinnable(output.elementType())) {
        targets.put(output.name(), Tensor.allocate(output.elementType(), shape));
      }
    }
    return targets;
  }

  /** Notes that an output had another shape than the model says. */
  public final void distrustShapes() {
    distrusted = true;
  }

  /** The sizes that the symbols of the declared shapes have, given the inputs' actual shapes. */
  private Map<String, Long> symbols(Map<String, Shape> actual) {
    Map<String, Long> sizes = new HashMap<>();
    for (TensorSpec input : inputs) {
      Shape declared = input.shape();
      Shape shape = actual.get(input.name());
      for (int axis = 0; declared != null && shape != null && axis < declared.rank(); axis++) {
        String symbol = declared.symbol(axis);
        if (symbol != null) {
          sizes.merge(
              symbol, shape.dim(axis), (a, b) -> a.equals(b) ? a : Long.valueOf(Shape.FREE));
        }
      }
    }
    return sizes;
  }

  /** A declared shape with sizes for its symbols; null if some dimension stays unknown. */
  private static @Nullable Shape resolve(@Nullable Shape declared, Map<String, Long> symbols) {
    if (declared == null) {
      return null;
    }
    long[] dims = declared.dims();
    for (int axis = 0; axis < dims.length; axis++) {
      if (dims[axis] == Shape.FREE) {
        dims[axis] = symbols.getOrDefault(declared.symbol(axis), Shape.FREE);
      }
    }
    Shape resolved = Shape.of(dims);
    return resolved.isStatic() ? resolved : null;
  }
}
