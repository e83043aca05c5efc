package dev.brisk.cli;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The codes that a quantized model computes on its way, by the names of their values. */
final class QuantizedValues {
  private static final String GIVEN = ".given";

  private final Model model;
  private final Graph graph;
  private final Map<String, ElementType> types = new LinkedHashMap<>();

  QuantizedValues(Model model) {
    this.model = model;
    this.graph = model.graph();
    for (Node node : graph.nodes()) {
      if (node.is("QuantizeLinear")) {
        types.put(node.output(0), graph.initializers().get(node.input(2)).elementType());
      }
    }
  }

  /** Their names. */
  Set<String> names() {
    return types.keySet();
  }

  /** The model that gives all codes besides its outputs. */
  Model exposed() {
    GraphBuilder builder = graph.toBuilder();
    List<Value> outputs = new ArrayList<>(graph.outputs());
    types.forEach((name, type) -> outputs.add(Value.tensor(name, type, null)));
    return model.withGraph(builder.outputs(outputs).build());
  }

  /**
   * The model cut where codes are: it gives what {@link #exposed} does, but takes the codes as
   * inputs wherever it reads them. So each is the work of few nodes: those since the codes before.
   */
  Model cut(Map<String, Tensor> codes) {
    GraphBuilder builder = exposed().graph().toBuilder();
    GraphPatch patch = new GraphPatch();
    types.forEach(
        (name, type) -> {
          builder.input(name + GIVEN, type, codes.get(name).shape());
          patch.readInstead(name, name + GIVEN);
        });
    return model.withGraph(patch.apply(builder.build()));
  }

  /** The inputs of {@link #cut}. */
  Map<String, Tensor> given(Map<String, Tensor> inputs, Map<String, Tensor> codes) {
    Map<String, Tensor> given = new LinkedHashMap<>(inputs);
    types.keySet().forEach(name -> given.put(name + GIVEN, codes.get(name)));
    return given;
  }

  /** The model up to its last codes, which are the outputs. */
  Model last() {
    Deque<String> left = new ArrayDeque<>();
    graph.outputs().forEach(output -> left.add(output.name()));
    Set<String> seen = new HashSet<>();
    List<Value> outputs = new ArrayList<>();
    while (!left.isEmpty()) {
      String name = left.remove();
      Node node = graph.producer(name);
      if (node == null || !seen.add(name)) {
        continue;
      } else if (types.containsKey(name)) {
        outputs.add(Value.tensor(name, types.get(name), null));
      } else {
        left.addAll(node.inputs());
      }
    }
    return model.withGraph(graph.toBuilder().outputs(outputs).build());
  }
}
