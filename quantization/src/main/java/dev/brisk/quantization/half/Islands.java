package dev.brisk.quantization.half;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Leaves groups of a node or two without weights float32 where all around them is: the casts at
 * their borders would cost more than they save.
 */
final class Islands {
  private static final int LEAST_NODES = 3;
  private static final int LEAST_WEIGHTS = 16;

  private static final Set<String> PRODUCTS =
      Set.of("Attention", "Conv", "ConvTranspose", "GRU", "Gemm", "LSTM", "MatMul", "RNN");

  private static final String REASON = "casts at its borders would cost more than they save";

  private final Region region;
  private final Map<Node, List<Node>> groups = new HashMap<>();

  private Islands(Region region) {
    this.region = region;
  }

  /** Changes what is decided of such nodes of a region. */
  static void leave(Region region) {
    new Islands(region).leave();
  }

  /** Whether a node is of those that multiply and add most. */
  static boolean isProduct(Node node) {
    return node.domain().isEmpty() && PRODUCTS.contains(node.operator());
  }

  private void leave() {
    Graph graph = region.graph();
    for (Node node : graph.nodes()) {
      if (isConverted(node)) {
        group(node);
      }
    }
    for (List<Node> group : groups.values()) {
      if (group.size() < LEAST_NODES && group.stream().noneMatch(this::isWorthIt)) {
        group.forEach(node -> region.kept().put(node, Optional.of(REASON)));
      }
    }
  }

  /** Joins a node with the groups of those that give it what it reads. */
  private void group(Node node) {
    List<Node> own = new ArrayList<>(List.of(node));
    groups.put(node, own);
    for (int i = 0; i < node.inputs().size(); i++) {
      Node producer = region.graph().producer(node.input(i));
      if (producer != null
          && region.isFloat(node.input(i))
          && !Support.readsFloat32(node, i)
          && isConverted(producer)) {
        own = join(own, groups.getOrDefault(producer, own));
      }
    }
  }

  private List<Node> join(List<Node> one, List<Node> other) {
    if (one == other) {
      return one;
    }
    List<Node> larger = one.size() >= other.size() ? one : other;
    List<Node> smaller = larger == one ? other : one;
    larger.addAll(smaller);
    smaller.forEach(node -> groups.put(node, larger));
    return larger;
  }

  private boolean isConverted(Node node) {
    return region.isHalf(node) && Planner.touchesFloats(node, region);
  }

  private boolean isWorthIt(Node node) {
    if (isProduct(node)) {
      return true;
    }
    for (String input : node.inputs()) {
      Tensor constant = region.constant(input);
      if (constant != null
          && constant.elementType() == ElementType.FLOAT32
          && constant.shape().elements() >= LEAST_WEIGHTS) {
        return true;
      }
    }
    return false;
  }
}
