package dev.brisk.graph;

import dev.brisk.InvalidModelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An order in which nodes can run: as given where that is one, else each node moved just after what
 * it waits for. Depth-first, without recursion: graphs can be deep.
 */
final class TopologicalOrder {
  private final Map<String, Node> producers = new HashMap<>();
  private final Map<Node, Boolean> done = new HashMap<>(); // false while being visited
  private final List<Node> ordered = new ArrayList<>();

  private record Visit(Node node, Iterator<String> waitsFor) {}

  private TopologicalOrder(List<Node> nodes) {
    for (Node node : nodes) {
      node.outputs().forEach(output -> producers.putIfAbsent(output, node));
    }
    producers.remove("");
  }

  static List<Node> of(List<Node> nodes) {
    TopologicalOrder order = new TopologicalOrder(nodes);
    for (Node node : nodes) {
      order.visit(node);
    }
    if (order.ordered.size() != nodes.size()) {
      throw new InvalidModelException("A node stands twice in one graph");
    }
    return List.copyOf(order.ordered);
  }

  private void visit(Node root) {
    Deque<Visit> stack = new ArrayDeque<>();
    enter(root, stack);
    while (!stack.isEmpty()) {
      Visit visit = stack.peek();
      if (visit.waitsFor().hasNext()) {
        Node producer = producers.get(visit.waitsFor().next());
        if (producer != null) {
          enter(producer, stack);
        }
      } else {
        stack.pop();
        done.put(visit.node(), true);
        ordered.add(visit.node());
      }
    }
  }

  private void enter(Node node, Deque<Visit> stack) {
    Boolean state = done.get(node);
    if (state == null) {
      done.put(node, false);
      stack.push(new Visit(node, node.reads().iterator()));
    } else if (!state) {
      throw new InvalidModelException("Node " + node + " waits, through others, for itself");
    }
  }
}
