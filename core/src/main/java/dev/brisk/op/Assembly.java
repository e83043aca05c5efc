package dev.brisk.op;

import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A {@link Rewrite} of several nodes in the making. Not thread-safe. */
final class Assembly {
  private final String label;
  private final Surroundings around;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Initializer> constants = new ArrayList<>();

  /** Nothing yet in the place of what a node is the last of. */
  Assembly(Node last, Surroundings around) {
    this.label = last.label();
    this.around = around;
  }

  /** The graph around. */
  Surroundings around() {
    return around;
  }

  /** Adds a constant; gives the name of its value, which tells what it is. */
  String constant(String what, Tensor tensor) {
    String name = around.freshName(label + "." + what);
    constants.add(Initializer.of(name, tensor));
    return name;
  }

  /** Adds a node; gives the name of its only output, which tells what it is. */
  String node(String operator, String what, List<String> inputs, Attribute... attributes) {
    String name = around.freshName(label + "." + what);
    nodes.add(Node.of(operator, name, inputs, List.of(name), attributes));
    return name;
  }

  /** All of it, the given node at last, in the place of others. */
  Rewrite ending(Node node, Set<Node> replaced) {
    nodes.add(node);
    return new Rewrite(nodes, constants, replaced);
  }
}
