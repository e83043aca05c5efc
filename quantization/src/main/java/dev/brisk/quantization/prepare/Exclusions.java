package dev.brisk.quantization.prepare;

import dev.brisk.InvalidInputException;
import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.internal.Suggestions;
import java.util.Set;
import java.util.TreeSet;

/** The nodes that a user wants left as they are. */
public final class Exclusions {
  private Exclusions() {}

  /**
   * Makes sure that each name is that of a node, before the model was prepared or after.
   *
   * @throws InvalidInputException if it is not
   */
  public static void check(Set<String> excluded, Model model, Model prepared) {
    if (excluded.isEmpty()) {
      return;
    }
    Set<String> names = new TreeSet<>();
    collect(model.graph(), names);
    collect(prepared.graph(), names);
    for (String name : excluded) {
      if (!names.contains(name)) {
        throw new InvalidInputException(
            "Node '%s' cannot be excluded, since %s has none of that name%s"
                .formatted(name, model, Suggestions.clause(name, names)));
      }
    }
  }

  private static void collect(Graph graph, Set<String> names) {
    for (Node node : graph.nodes()) {
      names.add(node.label());
      node.subgraphs().forEach(inner -> collect(inner, names));
    }
  }
}
