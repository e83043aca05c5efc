package dev.brisk.internal.onnx;

import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Function;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.List;

/** Models made anew from what the graph knows of them, with nothing that a file left. */
final class Rebuilt {
  private Rebuilt() {}

  static Model of(Model model) {
    ModelInfo info = model.info();
    ModelInfo fresh =
        new ModelInfo(
            info.irVersion(),
            info.opsets(),
            info.producer(),
            info.version(),
            info.doc(),
            info.metadata(),
            info.functions().stream().map(Rebuilt::function).toList(),
            Extras.NONE);
    return Model.of(graph(model.graph()), fresh);
  }

  private static Function function(Function f) {
    return new Function(
        f.domain(),
        f.name(),
        f.overload(),
        f.inputs(),
        f.outputs(),
        f.nodes().stream().map(Rebuilt::node).toList(),
        f.defaults(),
        f.opsets(),
        Extras.NONE);
  }

  private static Graph graph(Graph graph) {
    GraphBuilder builder = Graph.builder(graph.name());
    graph.inputs().forEach(value -> builder.input(value(value)));
    graph.outputs().forEach(value -> builder.output(value(value)));
    graph.values().values().forEach(value -> builder.value(value(value)));
    graph.initializers().values().forEach(tensor -> builder.initializer(tensor(tensor)));
    graph.sparseInitializers().forEach(builder::sparseInitializer);
    graph.nodes().forEach(node -> builder.node(node(node)));
    return builder.build();
  }

  private static Value value(Value value) {
    return new Value(value.name(), value.type(), Extras.NONE);
  }

  private static Initializer tensor(Initializer tensor) {
    return Initializer.of(tensor.name(), tensor.tensor());
  }

  private static Node node(Node node) {
    return new Node(
        node.name(),
        node.domain(),
        node.operator(),
        node.overload(),
        node.inputs(),
        node.outputs(),
        Attributes.of(node.attributes().all().stream().map(Rebuilt::attribute).toList()),
        Extras.NONE);
  }

  private static Attribute attribute(Attribute attribute) {
    Object value =
        switch (attribute.kind()) {
          case TENSOR -> tensor((Initializer) attribute.value());
          case TENSORS ->
              ((List<?>) attribute.value()).stream().map(t -> tensor((Initializer) t)).toList();
          case GRAPH -> graph((Graph) attribute.value());
          case GRAPHS -> attribute.subgraphs().stream().map(Rebuilt::graph).toList();
          default -> attribute.value();
        };
    return new Attribute(attribute.name(), attribute.kind(), value, Extras.NONE);
  }
}
