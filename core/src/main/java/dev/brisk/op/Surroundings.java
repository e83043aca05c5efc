package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What rules that rewrite nodes ask of the graph around these. Not thread-safe. */
public final class Surroundings {
  private final Model model;
  private final Graph graph;
  private @Nullable Scope scope;
  private @Nullable FreshNames names;

  /** The surroundings of the nodes of a model's graph, but of those of its subgraphs. */
  public Surroundings(Model model) {
    this.model = model;
    this.graph = model.graph();
  }

  /** The version of a domain's operator set; 0 if the model does not import it. */
  public int opset(String domain) {
    return model.opset(domain);
  }

  /**
   * Whether values keep their types if these nodes make them.
   *
   * @param nodes in an order in which they can run; of operators that are known
   */
  public boolean keepTypes(List<Node> nodes) {
    Map<String, ValueType> types = scope().found.types;
    for (Node node : nodes) {
      String output = node.output(0);
      ValueType before = types.get(output);
      Objects.requireNonNull(scope().operator(node)).infer(scope().inference(node));
      ValueType after = before == null ? null : types.put(output, before);
      if (before != null && !before.equals(after)) {
        return false;
      }
    }
    return true;
  }

  /** The node that makes a value, by whatever operator; null if none of the graph does. */
  @Nullable Node maker(String value) {
    return graph.producer(value);
  }

  /** The node that makes a value as its only output by an operator of the standard, else null. */
  @Nullable Node maker(String value, String operator) {
    Node maker = graph.producer(value);
    return maker != null && maker.is(operator) && maker.outputs().size() == 1 ? maker : null;
  }

  /** Whether exactly one node reads a value, and no caller. */
  boolean isReadOnce(String value) {
    return graph.consumers(value).size() == 1 && !graph.isOutput(value);
  }

  /** The number in a constant of one float, NaN if the value is none. */
  double number(String value) {
    Initializer constant = graph.constant(value);
    return constant != null && constant.shape().elements() == 1 && constant.elementType().isFloat()
        ? constant.tensor().toDoubleArray()[0]
        : Double.NaN;
  }

  /** Whether a number is the wanted one, as far as elements of a value's type can tell. */
  boolean isAbout(double number, double wanted, String value) {
    double precision = elementType(value) == ElementType.FLOAT16 ? 2e-3 : 2e-6;
    return Math.abs(number - wanted) <= precision * Math.abs(wanted);
  }

  /** The axes that a reduction takes together, which stay as axes of size 1; null if unknown. */
  long @Nullable [] reduced(Node reduction) {
    Shape shape = shape(reduction.input(0));
    long[] axes = reduction.attributes().ints("axes");
    Initializer constant = graph.constant(reduction.input(1));
    if (axes == null && constant != null) {
      axes = constant.tensor().toLongArray();
    }
    if (shape == null || axes == null || reduction.attributes().intOr("keepdims", 1) == 0) {
      return null;
    }
    long[] places = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      places[i] = axes[i] < 0 ? axes[i] + shape.rank() : axes[i];
    }
    Arrays.sort(places);
    return places;
  }

  /** The first of the axes that a reduction takes together if they are the last ones, else -1. */
  int lastAxesFrom(Node reduction) {
    long[] axes = reduced(reduction);
    Shape shape = shape(reduction.input(0));
    if (axes == null || shape == null || axes.length == 0) {
      return -1;
    }
    for (int i = 0; i < axes.length; i++) {
      if (axes[i] != shape.rank() - axes.length + i) {
        return -1;
      }
    }
    return (int) axes[0];
  }

  @Nullable Shape shape(String value) {
    return types().shape(value);
  }

  @Nullable ElementType elementType(String value) {
    return types().elementType(value);
  }

  /** Whether two values are known to have the same shape. */
  boolean haveOneShape(String left, String right) {
    Shape shape = shape(left);
    return shape != null && shape.equals(shape(right));
  }

  /** Ones for the last axes of a value; null if their sizes are unknown. */
  @Nullable Initializer ones(String value, int axis, String wanted) {
    Shape shape = lastSizes(value, axis);
    ElementType type = elementType(value);
    if (shape == null || type == null) {
      return null;
    }
    double[] ones = new double[(int) shape.elements()];
    Arrays.fill(ones, 1);
    return Initializer.of(freshName(wanted), Tensor.of(ones, shape.dims()).to(type));
  }

  /** A name that no value has, the wanted one if that is free. */
  String freshName(String wanted) {
    names = names == null ? FreshNames.of(graph) : names;
    return names.make(wanted);
  }

  /** The sizes of a value from an axis on; null if they are unknown. */
  @Nullable Shape lastSizes(String value, int axis) {
    Shape shape = shape(value);
    if (shape == null) {
      return null;
    }
    Shape last = Shape.of(Arrays.copyOfRange(shape.dims(), axis, shape.rank()));
    return last.isStatic() ? last : null;
  }

  private Types types() {
    return scope().found;
  }

  private Scope scope() {
    Scope known = scope;
    if (known == null) {
      known = ShapeInference.proof(model);
      scope = known;
    }
    return known;
  }
}
