package dev.brisk.internal.onnx;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;

/** The dense tensors of a model that could lie in another file, in the order of the model. */
final class ModelTensors {
  private final List<Initializer> initializers = new ArrayList<>();
  private final List<Initializer> values = new ArrayList<>();

  ModelTensors(Model model) {
    collect(model.graph());
    model.functions().forEach(function -> collect(function.nodes()));
  }

  private void collect(Graph graph) {
    initializers.addAll(graph.initializers().values());
    collect(graph.nodes());
  }

  private void collect(List<Node> nodes) {
    for (Node node : nodes) {
      node.attributes().all().forEach(this::collect);
    }
  }

  private void collect(Attribute attribute) {
    switch (attribute.kind()) {
      case TENSOR -> values.add((Initializer) attribute.value());
      case TENSORS -> ((List<?>) attribute.value()).forEach(v -> values.add((Initializer) v));
      default -> attribute.subgraphs().forEach(this::collect);
    }
  }

  /**
   * Those that lay in another file when they were read, and the initializers that take so many
   * bytes or more, if they have elements. The values of attributes stay where they are: not every
   * runtime looks for them elsewhere.
   */
  List<Initializer> outside(long threshold) {
    List<Initializer> chosen = new ArrayList<>();
    for (Initializer tensor : initializers) {
      if (isExternal(tensor) || isLarge(tensor, threshold)) {
        chosen.add(tensor);
      }
    }
    values.stream().filter(ModelTensors::isExternal).forEach(chosen::add);
    return chosen;
  }

  /** An empty tensor stays in the model's file: runtimes crash on data files without a byte. */
  private static boolean isExternal(Initializer tensor) {
    return tensor.encoded() instanceof EncodedTensor encoded
        && encoded.external() != null
        && tensor.shape().elements() > 0;
  }

  private static boolean isLarge(Initializer tensor, long threshold) {
    return tensor.elementType() != ElementType.STRING
        && tensor.shape().elements() > 0
        && TensorReader.byteSize(tensor.elementType(), tensor.shape()) >= threshold;
  }
}
