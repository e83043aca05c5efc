package dev.brisk.op;

import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import dev.brisk.graph.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What inference knows of the values of one graph, and through it of the graphs around it. */
final class Scope {
  final Types found = new Types();
  private final Graph graph;
  private final @Nullable Scope outer;
  private final Inferring inferring;
  private final Map<String, List<Dim>> integers = new HashMap<>();
  private final Map<String, Value> declared = new HashMap<>();
  private final Map<Graph, Scope> inners = new HashMap<>();

  Scope(Inferring inferring, Graph graph) {
    this(inferring, graph, null);
  }

  private Scope(Inferring inferring, Graph graph, @Nullable Scope outer) {
    this.inferring = inferring;
    this.graph = graph;
    this.outer = outer;
    if (!inferring.proving) {
      declared.putAll(graph.values());
      graph.outputs().forEach(output -> declared.put(output.name(), output));
    }
  }

  /** Finds the types that a node's subgraph gives; its own inputs are as it declares them. */
  List<@Nullable ValueType> subgraph(Graph body) {
    Scope inner = new Scope(inferring, body, this);
    body.inputs()
        .forEach(input -> inner.input(inferring.proving ? input.ofAnyShape() : input, null));
    inner.infer();
    found.subgraphs.put(body, inner.found);
    inners.put(body, inner);
    List<@Nullable ValueType> types = new ArrayList<>();
    body.outputs().forEach(output -> types.add(inner.type(output.name())));
    return types;
  }

  /** Takes an input's type as declared, narrowed by a shape that is given. */
  void input(Value input, @Nullable Shape given) {
    ValueType type = Merge.declared(input.type());
    if (given != null && type instanceof ValueType.OfTensor tensor) {
      type = inferring.merge.types(ValueType.tensor(tensor.elementType(), given), type);
    }
    if (type != null) {
      found.types.put(input.name(), inferring.merge.named(type));
    }
  }

  void infer() {
    for (Initializer initializer : graph.initializers().values()) {
      found.types.putIfAbsent(initializer.name(), ShapeInference.typeOf(initializer));
    }
    for (Node node : graph.nodes()) {
      infer(node);
    }
  }

  private void infer(Node node) {
    Operator operator = operator(node);
    NodeInference inference = inference(node);
    if (operator == null) {
      node.subgraphs().forEach(inference::subgraph);
    } else {
      infer(node, operator, inference);
    }
    for (String output : node.outputs()) {
      settle(output);
    }
  }

  private void infer(Node node, Operator operator, NodeInference inference) {
    try {
      operator.infer(inference);
      evaluate(operator, inference);
      if (operator.isIdentity(inference)) {
        found.identities.add(node);
      }
    } catch (RuntimeException e) { // whatever operators trip over in inputs that do not fit
      if (outer == null) { // a branch that is never taken may hold what never fits
        throw new InvalidModelException(
            "Node %s of graph '%s' does not fit its inputs: %s"
                .formatted(node, graph.name(), reason(e)),
            e);
      }
    }
  }

  private static String reason(RuntimeException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  @Nullable Operator operator(Node node) {
    return inferring.operator(node);
  }

  NodeInference inference(Node node) {
    return new NodeInference(this, node, inferring.opset(node));
  }

  Graph graph() {
    return graph;
  }

  /** What is known of a graph within a node; null if that was not looked at. */
  @Nullable Scope inner(Graph body) {
    return inners.get(body);
  }

  /** Joins what was told of a value with what is declared. */
  private void settle(String value) {
    Value declaration = declared.get(value);
    ValueType known = declaration == null ? null : Merge.declared(declaration.type());
    ValueType type = inferring.merge.types(found.types.get(value), known);
    if (type != null && !value.isEmpty()) {
      found.types.put(value, inferring.merge.named(type));
    }
  }

  private void evaluate(Operator operator, NodeInference inference) {
    if (!inference.isConstant()) {
      return;
    }
    List<Tensor> outputs = inferring.evaluate(operator, inference, outer != null);
    if (outputs != null) {
      for (int output = 0; output < outputs.size(); output++) {
        inference.constant(output, outputs.get(output));
      }
    }
  }

  @Nullable ValueType type(String value) {
    ValueType own = found.types.get(value);
    return own != null || outer == null ? own : outer.type(value);
  }

  /** The initializer of a name if it is constant, here or around. */
  @Nullable Initializer initializer(String value) {
    Initializer own = graph.initializers().get(value);
    if (own == null) {
      return outer == null || found.types.containsKey(value) ? null : outer.initializer(value);
    }
    // Before version 4 the format made every initializer an input.
    return inferring.info.irVersion() < 4 || !graph.isInput(value) ? own : null;
  }

  /** Whether the elements are constant; unlike {@link #constant} it decodes nothing. */
  boolean isConstant(String value) {
    return found.constants.containsKey(value)
        || initializer(value) != null
        || (outer != null && !found.types.containsKey(value) && outer.isConstant(value));
  }

  @Nullable Tensor constant(String value) {
    Tensor computed = found.constants.get(value);
    if (computed != null) {
      return computed;
    }
    Initializer own = graph.initializers().get(value);
    if (own == null && outer != null && !found.types.containsKey(value)) {
      return outer.constant(value);
    }
    Initializer initializer = initializer(value);
    return initializer == null ? null : initializer.tensor();
  }

  @Nullable List<Dim> integers(String value) {
    List<Dim> own = integers.get(value);
    return own != null || outer == null || found.types.containsKey(value)
        ? own
        : outer.integers(value);
  }

  void tell(String output, ValueType type) {
    found.types.put(output, type);
  }

  void tell(String output, Tensor elements) {
    found.constants.put(output, elements);
    found.types.put(output, ValueType.tensor(elements.elementType(), elements.shape()));
  }

  void tell(String output, List<Dim> elements) {
    integers.put(output, List.copyOf(elements));
  }
}
