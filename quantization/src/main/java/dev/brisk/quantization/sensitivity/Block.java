package dev.brisk.quantization.sensitivity;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What lies between a value that several nodes read and the node where their ways have all met
 * again. It may lie within another, and may read other values besides.
 *
 * <p>The end is the immediate post-dominator of the value, worked out from the outputs upwards (K.
 * D. Cooper, T. J. Harvey and K. Kennedy, "A simple, fast dominance algorithm", 2001; the graph has
 * no circles, so that one pass does).
 *
 * @param entry the value that several nodes read
 * @param nodes the nodes, in the graph's order
 */
public record Block(String entry, List<Node> nodes) {
  /** All blocks of a graph, in the order in which their entries are made. */
  public static List<Block> of(Graph graph) {
    return new Search(graph).blocks();
  }

  /** The node that the ways end in. */
  public Node last() {
    return nodes.get(nodes.size() - 1);
  }

  private static final class Search {
    /** Stands behind all outputs. */
    private final int end;

    private final Graph graph;
    private final Map<Node, Integer> indexes = new HashMap<>();
    private final int[] dominators;

    Search(Graph graph) {
      this.graph = graph;
      this.end = graph.nodes().size();
      graph.nodes().forEach(node -> indexes.put(node, indexes.size()));
      this.dominators = new int[end];
      for (int i = end - 1; i >= 0; i--) {
        dominators[i] = meeting(graph.nodes().get(i).outputs());
      }
    }

    /** The first node that all ways from some values to the outputs go through. */
    private int meeting(List<String> values) {
      int meeting = -1;
      for (String value : values) {
        for (Node reader : graph.consumers(value)) {
          int index = indexes.getOrDefault(reader, end);
          meeting = meeting < 0 ? index : meeting(meeting, index);
        }
        if (graph.isOutput(value)) {
          return end;
        }
      }
      return meeting < 0 ? end : meeting;
    }

    private int meeting(int one, int other) {
      int a = one;
      int b = other;
      while (a != b) {
        if (a < b) {
          a = dominators[a];
        } else {
          b = dominators[b];
        }
      }
      return a;
    }

    List<Block> blocks() {
      List<Block> blocks = new ArrayList<>();
      graph.inputs().stream().map(Value::name).forEach(value -> add(blocks, value));
      graph.nodes().forEach(node -> node.outputs().forEach(value -> add(blocks, value)));
      return blocks;
    }

    private void add(List<Block> blocks, String entry) {
      int last = graph.isOutput(entry) ? end : meeting(List.of(entry));
      if (graph.consumers(entry).size() > 1 && last < end) {
        blocks.add(between(entry, last));
      }
    }

    private Block between(String entry, int last) {
      Set<String> reached = new HashSet<>(Set.of(entry));
      List<Node> nodes = new ArrayList<>();
      for (Node node : graph.nodes().subList(0, last + 1)) {
        if (node.reads().stream().anyMatch(reached::contains)) {
          nodes.add(node);
          reached.addAll(node.outputs());
        }
      }
      return new Block(entry, nodes);
    }
  }
}
