package dev.brisk.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The graph within a node made to stand alone, so that it can be rewritten like any other: what it
 * captures is an input or an initializer of it.
 */
public final class Detached {
  private final Graph subgraph;
  private final Graph graph;

  /**
   * Detaches a graph.
   *
   * @param subgraph a graph within a node
   * @param constants gives the initializer of a value that is constant around it, else null
   * @param types gives the type of a value around it, null if it is unknown
   */
  public Detached(
      Graph subgraph,
      Function<String, @Nullable Initializer> constants,
      Function<String, @Nullable ValueType> types) {
    this.subgraph = subgraph;
    GraphBuilder builder = subgraph.toBuilder();
    builder.inputs.replaceAll(Value::ofAnyShape); // loops may change the shapes declared
    for (String capture : subgraph.captures()) {
      Initializer constant = constants.apply(capture);
      if (constant == null) {
        builder.input(new Value(capture, types.apply(capture), Extras.NONE));
      } else {
        builder.initializer(constant);
      }
    }
    graph = builder.build();
  }

  /** The graph that stands alone. */
  public Graph graph() {
    return graph;
  }

  /**
   * The rewritten graph as one that captures again what it captured.
   *
   * @param names the names around it, which new values of it get none of; they are taken then
   */
  public Graph attach(Graph rewritten, FreshNames names) {
    GraphBuilder builder = rewritten.toBuilder();
    builder.inputs(subgraph.inputs());
    Set<String> added = FreshNames.of(rewritten).all();
    added.removeAll(FreshNames.of(graph).all());
    for (String capture : subgraph.captures()) {
      Initializer before = graph.initializers().get(capture);
      Initializer after = rewritten.initializers().get(capture);
      if (after != null && after == before) {
        builder.initializers.remove(capture);
      } else if (after != null) {
        added.add(capture);
      }
    }
    Map<String, String> renamed = new HashMap<>();
    for (String name : added) {
      String fresh = names.make(name);
      if (!fresh.equals(name)) {
        renamed.put(name, fresh);
      }
    }
    return new Renaming(renamed).everywhere(builder.build());
  }
}
