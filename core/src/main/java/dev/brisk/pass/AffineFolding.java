package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds what scales and shifts each channel of a Conv, ConvTranspose or Gemm into its weights and
 * bias: BatchNormalization, and an Add, Sub, Mul or Div with a constant per channel. Only where
 * nothing else reads what is folded. Folds in double precision, once.
 */
final class AffineFolding implements Pass {
  @Override
  public String name() {
    return "affine-folding";
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    FreshNames names = null;
    for (Node node : model.graph().nodes()) {
      Node follower = follower(node, model.graph());
      if (follower == null) {
        continue;
      }
      LinearNode linear = LinearNode.of(node, model.graph());
      if (linear == null) {
        continue;
      }
      Affine affine = Affine.of(follower, node.output(0), linear.rank(), linear.channels(), model);
      if (affine != null) {
        names = names == null ? FreshNames.of(model.graph()) : names;
        if (linear.fold(affine, follower.output(0), patch, names)) {
          patch.remove(follower);
        }
      }
    }
    return patch;
  }

  /** The only reader of what a node makes; null if there are more, or the caller reads it. */
  static @Nullable Node follower(Node node, Graph graph) {
    String output = node.output(0);
    List<Node> readers = graph.consumers(output);
    boolean only = readers.size() == 1 && !graph.isOutput(output) && node.outputs().size() == 1;
    return only ? readers.get(0) : null;
  }
}
