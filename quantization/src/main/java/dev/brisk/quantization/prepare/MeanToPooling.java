package dev.brisk.quantization.prepare;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.pass.Pass;
import java.util.Arrays;
import java.util.List;

/** Makes a GlobalAveragePool of the mean of images over all positions. */
final class MeanToPooling implements Pass {
  @Override
  public String name() {
    return "turn means over positions into pooling";
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    GraphPatch patch = new GraphPatch();
    Types types = ShapeInference.infer(model);
    for (Node node : graph.nodes()) {
      if (node.is("ReduceMean") && coversPositions(graph, types, node)) {
        rewrite(graph, node, patch);
      }
    }
    return patch;
  }

  private static boolean coversPositions(Graph graph, Types types, Node node) {
    int rank = Lookup.rank(types, node.input(0));
    long[] axes = axes(graph, node);
    boolean floats = types.elementType(node.input(0)) == ElementType.FLOAT32;
    if (!floats || rank < 3 || axes.length != rank - 2) {
      return false;
    }
    for (int i = 0; i < axes.length; i++) {
      axes[i] += axes[i] < 0 ? rank : 0;
    }
    Arrays.sort(axes);
    for (int i = 0; i < axes.length; i++) {
      if (axes[i] != i + 2) {
        return false;
      }
    }
    return true;
  }

  private static long[] axes(Graph graph, Node node) {
    Initializer input = graph.constant(node.input(1));
    if (input != null) {
      return input.tensor().toLongArray();
    }
    long[] attribute = node.attributes().ints("axes");
    return attribute == null ? new long[0] : attribute;
  }

  private static void rewrite(Graph graph, Node node, GraphPatch patch) {
    List<String> result = List.of(node.output(0));
    if (node.attributes().intOr("keepdims", 1) != 0) {
      patch.replace(
          node, Node.of("GlobalAveragePool", node.name(), List.of(node.input(0)), result));
      return;
    }
    String pooled = Lookup.free(graph, node.output(0) + "_pooled");
    String sizes = Lookup.free(graph, node.output(0) + "_sizes");
    patch.initializer(Initializer.of(sizes, Tensor.of(new long[] {0, -1}, 2)));
    patch.replace(
        node,
        Node.of("GlobalAveragePool", node.name(), List.of(node.input(0)), List.of(pooled)),
        Node.of("Reshape", node.label() + "_flat", List.of(pooled, sizes), result));
  }
}
