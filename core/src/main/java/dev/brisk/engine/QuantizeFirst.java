package dev.brisk.engine;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes before a reshape instead of after it, so that what makes the numbers, or copies them
 * into another order, can write codes. Every code stays what it was.
 */
final class QuantizeFirst {
  private static final Set<String> RESHAPES = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

  private QuantizeFirst() {}

  static Model apply(Model model) {
    Graph graph = model.graph();
    while (true) {
      GraphPatch patch = next(graph);
      if (patch == null) {
        return graph == model.graph() ? model : model.withGraph(graph);
      }
      graph = patch.apply(graph);
    }
  }

  private static @Nullable GraphPatch next(Graph graph) {
    for (Node quantize : graph.nodes()) {
      Node reshape = graph.producer(quantize.input(0));
      if (reshape != null && mayGoBefore(quantize, reshape, graph)) {
        return swap(quantize, reshape, graph);
      }
    }
    return null;
  }

  private static boolean mayGoBefore(Node quantize, Node reshape, Graph graph) {
    Initializer scale = graph.constant(quantize.input(1));
    return Quantization.isQuantize(quantize)
        && quantize.domain().isEmpty()
        && reshape.domain().isEmpty()
        && RESHAPES.contains(reshape.operator())
        && scale != null
        && scale.shape().rank() == 0
        && !graph.isOutput(reshape.output(0))
        && graph.consumers(reshape.output(0)).size() == 1;
  }

  private static GraphPatch swap(Node quantize, Node reshape, Graph graph) {
    String codes = reshape.output(0) + "_codes";
    while (graph.producer(codes) != null || graph.isInput(codes) || graph.constant(codes) != null) {
      codes += "_";
    }
    Node first =
        quantize.withInputs(with(quantize.inputs(), reshape.input(0))).withOutputs(List.of(codes));
    Node then = reshape.withInputs(with(reshape.inputs(), codes)).withOutputs(quantize.outputs());
    return new GraphPatch().remove(reshape).replace(quantize, first, then);
  }

  private static List<String> with(List<String> inputs, String first) {
    List<String> changed = new ArrayList<>(inputs);
    changed.set(0, first);
    return changed;
  }
}
