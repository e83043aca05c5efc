package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The view that one node has of its graph's {@link Scope}. */
final class NodeInference implements InferenceContext {
  private final Scope scope;
  private final Node node;
  private final int opset;

  NodeInference(Scope scope, Node node, int opset) {
    this.scope = scope;
    this.node = node;
    this.opset = opset;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public int opset() {
    return opset;
  }

  @Override
  public @Nullable ValueType input(int index) {
    return has(index) ? scope.type(node.input(index)) : null;
  }

  @Override
  public @Nullable Tensor constant(int index) {
    return has(index) ? scope.constant(node.input(index)) : null;
  }

  @Override
  public @Nullable List<Dim> integers(int index) {
    List<Dim> told = has(index) ? scope.integers(node.input(index)) : null;
    Shape shape = shape(index);
    if (told != null || shape == null || shape.rank() > 1) {
      return told;
    }
    ElementType type = elementType(index);
    boolean suits = type == ElementType.INT64 || type == ElementType.INT32;
    if (!suits || !shape.isStatic() || shape.elements() > Inferring.SMALL) {
      return null;
    }
    Tensor constant = constant(index);
    return constant == null ? null : Dim.list(constant.toLongArray());
  }

  @Override
  public void output(int index, ValueType type) {
    if (!node.output(index).isEmpty()) {
      scope.tell(node.output(index), type);
    }
  }

  @Override
  public void constant(int index, Tensor elements) {
    if (!node.output(index).isEmpty()) {
      scope.tell(node.output(index), elements);
    }
  }

  @Override
  public void integers(int index, List<Dim> elements) {
    if (!(told(index) instanceof ValueType.OfTensor type) || !fits(type.shape(), elements)) {
      return;
    }
    scope.tell(node.output(index), elements);
    long[] known = Axes.known(elements);
    Shape shape = type.shape();
    if (known != null && shape != null) {
      Shape sized = shape.rank() == 0 ? shape : Shape.of(known.length);
      constant(index, NdArray.of(type.elementType(), sized, known).toTensor());
    }
  }

  private static boolean fits(@Nullable Shape shape, List<Dim> elements) {
    if (shape == null || shape.rank() > 1 || elements.size() > Inferring.SMALL) {
      return false;
    }
    return shape.rank() == 0 ? elements.size() == 1 : shape.accepts(Shape.of(elements.size()));
  }

  @Override
  public @Nullable ValueType told(int index) {
    return node.output(index).isEmpty() ? null : scope.type(node.output(index));
  }

  @Override
  public List<@Nullable ValueType> subgraph(Graph body) {
    return scope.subgraph(body);
  }

  /** Whether all inputs are constant. */
  boolean isConstant() {
    return node.inputs().stream().allMatch(input -> input.isEmpty() || scope.isConstant(input));
  }

  /** The types of the inputs that are tensors. */
  List<ValueType.OfTensor> inputTypes() {
    return tensors(node.inputs());
  }

  /** The types told of the outputs that are tensors. */
  List<ValueType.OfTensor> outputTypes() {
    return tensors(node.outputs());
  }

  private List<ValueType.OfTensor> tensors(List<String> values) {
    List<ValueType.OfTensor> types = new ArrayList<>();
    for (String value : values) {
      if (!value.isEmpty() && scope.type(value) instanceof ValueType.OfTensor tensor) {
        types.add(tensor);
      }
    }
    return types;
  }
}
