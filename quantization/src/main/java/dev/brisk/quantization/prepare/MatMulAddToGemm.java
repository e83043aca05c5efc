package dev.brisk.quantization.prepare;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.pass.Pass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a Gemm of a MatMul of two matrices and the constant bias added to it. */
final class MatMulAddToGemm implements Pass {
  @Override
  public String name() {
    return "join MatMul and its bias";
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    Graph graph = model.graph();
    Types types = ShapeInference.infer(model);
    for (Node node : graph.nodes()) {
      Initializer weights = node.is("MatMul") ? Lookup.floats(graph, node.input(1)) : null;
      Node add = weights == null ? null : Lookup.onlyReader(graph, node.output(0));
      if (weights != null
          && add != null
          && add.is("Add")
          && weights.shape().rank() == 2
          && Lookup.rank(types, node.input(0)) == 2) {
        join(graph, node, add, weights.shape().dim(1), patch);
      }
    }
    return patch;
  }

  private static void join(Graph graph, Node node, Node add, long outputs, GraphPatch patch) {
    String name = BiasBesideMatMul.bias(node, add);
    Initializer bias = Lookup.floats(graph, name);
    @Nullable String vector = bias == null ? null : vector(graph, bias, outputs, patch);
    if (vector != null) {
      patch.remove(node);
      patch.replace(
          add,
          Node.of(
              "Gemm",
              node.label(),
              List.of(node.input(0), node.input(1), vector),
              List.of(add.output(0))));
    }
  }

  /** The name of the bias as a vector of so many numbers, or null if it is none. */
  private static @Nullable String vector(
      Graph graph, Initializer bias, long outputs, GraphPatch patch) {
    int rank = bias.shape().rank();
    if (rank < 1 || rank > 2 || bias.shape().elements() != outputs || outputs == 1) {
      return null;
    }
    if (bias.shape().dim(rank - 1) != outputs) {
      return null;
    }
    if (rank == 1) {
      return bias.name();
    }
    Tensor flat = bias.tensor().reshape(outputs);
    String name = Lookup.free(graph, bias.name() + "_vector");
    patch.initializer(Initializer.of(name, flat));
    return name;
  }
}
