package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import org.jspecify.annotations.Nullable;

/** Lets a Transpose that reads another one read what that reads, and do the work of both. */
final class TransposeChains implements Pass {
  @Override
  public String name() {
    return "transpose-chains";
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    GraphPatch patch = new GraphPatch();
    for (Node node : graph.nodes()) {
      Node before = node.is("Transpose") ? graph.producer(node.input(0)) : null;
      if (before != null && before.is("Transpose")) {
        Node joined = joined(before, node);
        if (joined != null) {
          patch.replace(node, joined);
        }
      }
    }
    return patch;
  }

  /** Both in one; null if their orders of axes do not fit each other. */
  private static @Nullable Node joined(Node first, Node second) {
    long[] inner = first.attributes().ints("perm");
    long[] outer = second.attributes().ints("perm");
    int rank = Math.max(inner == null ? 0 : inner.length, outer == null ? 0 : outer.length);
    if (rank == 0) { // twice reversed is as it was
      return Node.of("Identity", second.name(), first.inputs(), second.outputs());
    }
    long[] both =
        both(inner == null ? reversed(rank) : inner, outer == null ? reversed(rank) : outer);
    return both == null
        ? null
        : second
            .withInputs(first.inputs())
            .withAttributes(second.attributes().with(Attribute.of("perm", both)));
  }

  private static long @Nullable [] both(long[] inner, long[] outer) {
    long[] both = new long[outer.length];
    for (int axis = 0; axis < both.length; axis++) {
      if (inner.length != both.length || outer[axis] < 0 || outer[axis] >= inner.length) {
        return null;
      }
      both[axis] = inner[(int) outer[axis]];
    }
    return both;
  }

  private static long[] reversed(int rank) {
    long[] order = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = rank - 1L - axis;
    }
    return order;
  }
}
