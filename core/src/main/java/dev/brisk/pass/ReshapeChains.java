package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.Dim;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets a change of shape that reads another one read what the first of them reads: an Identity if
 * the shape is the same again, else a Reshape, if at most one size has to follow from the rest.
 */
final class ReshapeChains implements Pass {
  private static final Set<String> MOVES = Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze");

  @Override
  public String name() {
    return "reshape-chains";
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    GraphPatch patch = new GraphPatch();
    Types types = null;
    FreshNames names = null;
    for (Node node : graph.nodes()) {
      String origin = model.opset("") >= 5 ? origin(node, graph) : node.input(0);
      if (!origin.equals(node.input(0))) {
        types = types == null ? ShapeInference.prove(model) : types;
        names = names == null ? FreshNames.of(graph) : names;
        replace(node, origin, types, patch, names);
      }
    }
    return patch;
  }

  private static String origin(Node node, Graph graph) {
    String origin = node.input(0);
    Node move = isMove(node) ? graph.producer(origin) : null;
    while (move != null && isMove(move)) {
      origin = move.input(0);
      move = graph.producer(origin);
    }
    return origin;
  }

  private static boolean isMove(Node node) {
    return node.domain().isEmpty() && MOVES.contains(node.operator());
  }

  private static void replace(
      Node node, String origin, Types types, GraphPatch patch, FreshNames names) {
    Shape before = types.shape(origin);
    Shape after = types.shape(node.output(0));
    long[] sizes = after == null ? null : sizes(after);
    if (before != null && after != null && same(before, after)) {
      patch.replace(node, Node.of("Identity", node.name(), List.of(origin), node.outputs()));
    } else if (sizes != null) {
      String shape = names.make(node.label() + ".shape");
      patch.initializer(Initializer.of(shape, Tensor.of(sizes, sizes.length)));
      patch.replace(node, Node.of("Reshape", node.name(), List.of(origin, shape), node.outputs()));
    }
  }

  private static boolean same(Shape left, Shape right) {
    for (int axis = 0; axis < left.rank() && left.rank() == right.rank(); axis++) {
      if (!Dim.of(left, axis).same(Dim.of(right, axis))) {
        return false;
      }
    }
    return left.rank() == right.rank();
  }

  /** What Reshape takes for a shape; null if that is ambiguous. */
  private static long @Nullable [] sizes(Shape shape) {
    long[] sizes = shape.dims();
    int free = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 0) {
        return null;
      } else if (sizes[axis] == Shape.FREE) {
        sizes[axis] = -1;
        free++;
      }
    }
    return free <= 1 ? sizes : null;
  }
}
