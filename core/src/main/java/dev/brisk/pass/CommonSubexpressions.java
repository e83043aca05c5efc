package dev.brisk.pass;

import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.op.Operator;
import dev.brisk.op.Operators;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes once what several nodes compute alike: nodes of one operator with the same attributes
 * that read the same values, or small constants with the same elements. Nodes with graphs of their
 * own, those of unknown operators, which might be random, and those that quantize stay.
 */
final class CommonSubexpressions implements Pass {
  @Override
  public String name() {
    return "common-subexpressions";
  }

  @Override
  public boolean isExhaustive() {
    return true;
  }

  @Override
  public GraphPatch next(Model model) {
    Merging merging = new Merging(model);
    model.graph().nodes().forEach(merging::visit);
    return merging.patch;
  }

  /** What was seen so far, from the first node to the last. */
  private static final class Merging {
    private final GraphPatch patch = new GraphPatch();
    private final Graph graph;
    private final Set<List<String>> functions = new HashSet<>();
    private final Map<Object, Node> seen = new HashMap<>();
    private final Map<String, String> firsts = new HashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    Merging(Model model) {
      graph = model.graph();
      model.functions().forEach(it -> functions.add(List.of(it.domain(), it.name())));
    }

    void visit(Node node) {
      Object key = isMergeable(node) ? key(node) : null;
      Node first = key == null ? null : seen.putIfAbsent(key, node);
      if (first != null && makesAll(first, node)) {
        merge(first, node);
      }
    }

    private boolean isMergeable(Node node) {
      Operator operator = Operators.find(node.domain(), node.operator());
      return operator != null
          && operator.isFoldable()
          && !node.is("Dropout")
          && node.subgraphs().isEmpty()
          && !functions.contains(List.of(node.domain(), node.operator()));
    }

    /** Equal for nodes that compute the same; null if what they compute is not looked into. */
    private @Nullable Object key(Node node) {
      Object attributes = Contents.of(node.attributes());
      List<Object> inputs = node.inputs().stream().map(this::key).toList();
      return attributes == null
          ? null
          : List.of(node.domain(), node.operator(), node.overload(), inputs, attributes);
    }

    private Object key(String input) {
      Initializer constant = graph.constant(input);
      Object content = constant == null ? null : Contents.of(constant);
      return content == null ? firsts.getOrDefault(input, input) : content;
    }

    private static boolean makesAll(Node first, Node node) {
      for (int i = 0; i < node.outputs().size(); i++) {
        if (first.output(i).isEmpty() && !node.output(i).isEmpty()) {
          return false;
        }
      }
      return true;
    }

    private void merge(Node first, Node node) {
      boolean free = true;
      for (int i = 0; i < node.outputs().size(); i++) {
        String output = node.output(i);
        if (!output.isEmpty()) {
          firsts.put(output, firsts.getOrDefault(first.output(i), first.output(i)));
          free &= !graph.isOutput(output) || mayTakeName(first.output(i));
        }
      }
      if (free) {
        patch.remove(node);
        for (int i = 0; i < node.outputs().size(); i++) {
          replace(node.output(i), first.output(i));
        }
      }
    }

    private void replace(String output, String first) {
      if (output.isEmpty()) {
        return;
      } else if (graph.isOutput(output)) {
        renamed.put(first, output);
        patch.rename(first, output);
      } else {
        patch.readInstead(output, first);
      }
    }

    /** Whether nobody outside knows a value by its name. */
    private boolean mayTakeName(String value) {
      return !graph.isOutput(value) && !renamed.containsKey(value);
    }
  }
}
