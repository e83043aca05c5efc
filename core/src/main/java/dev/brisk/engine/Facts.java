package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the values of a model whose inputs have fixed shapes. Thread-safe. */
public final class Facts {
  private final Model model;
  private final Types types;
  private final Set<String> halves;

  Facts(Model model) {
    this(model, ShapeInference.infer(model), Set.of());
  }

  private Facts(Model model, Types types, Set<String> halves) {
    this.model = model;
    this.types = types;
    this.halves = halves;
  }

  /** The same with some values of float32 kept in bfloat16. */
  Facts halving(Set<String> values) {
    return new Facts(model, types, Set.copyOf(values));
  }

  /** Whether a value of float32 is kept in bfloat16. */
  public boolean isHalf(String value) {
    return halves.contains(value);
  }

  /** The model. */
  public Model model() {
    return model;
  }

  /** The graph. */
  public Graph graph() {
    return model.graph();
  }

  /** The types of the values. */
  Types types() {
    return types;
  }

  /** The type of a value's elements as they are kept; null if it is no tensor or unknown. */
  public @Nullable ElementType type(String value) {
    if (halves.contains(value)) {
      return ElementType.BFLOAT16;
    }
    Initializer constant = graph().constant(value);
    return constant != null ? constant.elementType() : types.elementType(value);
  }

  /** The dimensions of a value, if they all are known, else null. */
  public long @Nullable [] dims(String value) {
    Initializer constant = graph().constant(value);
    Shape shape = constant != null ? constant.shape() : types.shape(value);
    return shape != null && shape.isStatic() ? shape.dims() : null;
  }

  /** The elements of a constant; null if it is none. Not to be closed. */
  public @Nullable Tensor constant(String value) {
    Initializer constant = graph().constant(value);
    return constant != null ? constant.tensor() : types.constant(value);
  }

  /** Whether its elements are known before a run. */
  public boolean isConstant(String value) {
    return graph().constant(value) != null || types.constant(value) != null;
  }

  /** The version of the standard's operators. */
  public int opset() {
    return model.opset("");
  }

  /** Whether a plan can keep the value in memory: numbers of whole bytes in a known shape. */
  public boolean isPlain(String value) {
    ElementType type = type(value);
    long[] dims = dims(value);
    return type != null && dims != null && isPlain(type) && bytes(type, dims) >= 0;
  }

  private static boolean isPlain(ElementType type) {
    return type.bits() >= 8 && (type.isFloat() || type.isInteger() || type == ElementType.BOOL);
  }

  /** The size; -1 if a buffer could not hold it. */
  private static long bytes(ElementType type, long[] dims) {
    try {
      long bytes = type.byteSize(Shape.of(dims).elements());
      return bytes > Integer.MAX_VALUE - 4096 ? -1 : bytes;
    } catch (ArithmeticException e) {
      return -1;
    }
  }
}
