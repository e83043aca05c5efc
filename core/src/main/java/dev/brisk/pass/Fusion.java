package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.op.Operator;
import dev.brisk.op.Operators;
import dev.brisk.op.Pattern;
import dev.brisk.op.Rewrite;
import dev.brisk.op.Surroundings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts one node in the place of several that compute the same, as the patterns of the operators
 * have it: if the model's operator set has the operator, nothing else reads what the several
 * compute on the way, and no value changes its type.
 */
final class Fusion implements Pass {
  @Override
  public String name() {
    return "fusion";
  }

  @Override
  public GraphPatch next(Model model) {
    GraphPatch patch = new GraphPatch();
    Graph graph = model.graph();
    List<Pattern> patterns = patterns(model);
    Surroundings around = new Surroundings(model);
    Set<Node> taken = new HashSet<>();
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) { // of what overlaps, that which reaches farthest
      Node last = nodes.get(i);
      Rewrite found =
          taken.contains(last) ? null : endingWith(last, patterns, around, taken, graph);
      if (found != null) {
        taken.addAll(found.replaced());
        found.addTo(patch, last);
      }
    }
    return patch;
  }

  private static List<Pattern> patterns(Model model) {
    List<Pattern> patterns = new ArrayList<>();
    for (Operator operator : Operators.all()) {
      Pattern pattern = operator.pattern();
      if (pattern != null && pattern.since() <= model.opset(operator.domain())) {
        patterns.add(pattern);
      }
    }
    return patterns;
  }

  private static @Nullable Rewrite endingWith(
      Node last, List<Pattern> patterns, Surroundings around, Set<Node> taken, Graph graph) {
    for (Pattern pattern : patterns) {
      Rewrite found = pattern.endingWith(last, around);
      if (found != null && isFree(found, last, taken, graph) && around.keepTypes(found.nodes())) {
        return found;
      }
    }
    return null;
  }

  private static boolean isFree(Rewrite found, Node last, Set<Node> taken, Graph graph) {
    for (Node node : found.replaced()) {
      if (taken.contains(node) || (node != last && !isWithin(node, found.replaced(), graph))) {
        return false;
      }
    }
    return true;
  }

  /** Whether only some nodes read what one of them makes. */
  private static boolean isWithin(Node node, Set<Node> nodes, Graph graph) {
    return node.outputs().stream()
        .allMatch(it -> !graph.isOutput(it) && nodes.containsAll(graph.consumers(it)));
  }
}
