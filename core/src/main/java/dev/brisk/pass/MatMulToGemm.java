package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a Gemm of a MatMul with constant weights and an Add of a row, where both are matrices. */
final class MatMulToGemm implements Pass {
  @Override
  public String name() {
    return "matmul-to-gemm";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    Types types = null;
    for (Node node : model.graph().nodes()) {
      Node add = model.opset("") >= 7 && node.is("MatMul") ? addAfter(node, model.graph()) : null;
      if (add != null) {
        types = types == null ? ShapeInference.prove(model) : types;
        Shape left = types.shape(node.input(0));
        String bias = add.input(add.input(0).equals(node.output(0)) ? 1 : 0);
        if (left != null && left.rank() == 2) {
          patch
              .remove(add)
              .replace(
                  node,
                  Node.of(
                      "Gemm",
                      node.name(),
                      List.of(node.input(0), node.input(1), bias),
                      List.of(add.output(0))));
        }
      }
    }
    return patch;
  }

  private static @Nullable Node addAfter(Node node, Graph graph) {
    Node add = AffineFolding.follower(node, graph);
    Initializer weights = graph.constant(node.input(1));
    if (add == null || !add.is("Add") || weights == null) {
      return null;
    }
    Initializer bias = graph.constant(add.input(add.input(0).equals(node.output(0)) ? 1 : 0));
    boolean suits =
        bias != null
            && weights.shape().rank() == 2
            && Channels.foldable(weights.elementType())
            && isRow(bias.shape(), weights.shape().dim(1));
    return suits ? add : null;
  }

  private static boolean isRow(Shape shape, long columns) {
    return shape.equals(Shape.of(columns)) || shape.equals(Shape.of(1, columns));
  }
}
