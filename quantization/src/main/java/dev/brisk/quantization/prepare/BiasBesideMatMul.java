package dev.brisk.quantization.prepare;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import dev.brisk.pass.Pass;
import java.util.List;

/**
 * Gives the constant bias added to a MatMul of higher rank that rank, too. ONNX Runtime would make
 * a float Gemm of a MatMul and a bias vector before it looks for integer kernels, and then find
 * none; a bias that is no vector keeps it from doing so.
 */
final class BiasBesideMatMul implements Pass {
  @Override
  public String name() {
    return "keep MatMul and its bias apart";
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    GraphPatch patch = new GraphPatch();
    Types types = ShapeInference.infer(model);
    for (Node node : graph.nodes()) {
      boolean constant = node.is("MatMul") && graph.constant(node.input(1)) != null;
      Node add = constant ? Lookup.onlyReader(graph, node.output(0)) : null;
      if (add != null && add.is("Add")) {
        raise(graph, types, node, add, patch);
      }
    }
    return patch;
  }

  private static void raise(Graph graph, Types types, Node node, Node add, GraphPatch patch) {
    Initializer bias = Lookup.floats(graph, bias(node, add));
    if (bias == null || bias.shape().rank() != 1 || Lookup.rank(types, node.output(0)) < 3) {
      return;
    }
    String name = Lookup.free(graph, bias.name() + "_row");
    patch.initializer(Initializer.of(name, bias.tensor().reshape(1, 1, bias.shape().dim(0))));
    patch.replace(add, add.withInputs(List.of(node.output(0), name)));
  }

  /** What a node adds to a product. */
  static String bias(Node product, Node add) {
    return add.input(add.input(0).equals(product.output(0)) ? 1 : 0);
  }
}
