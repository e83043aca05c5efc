package dev.brisk.quantization.equalization;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A layer, the activation after it, and the layers that read its results. Factors taken from the
 * channels of the one and given to the others change nothing in between but the sizes of numbers:
 * Relu and LeakyRelu of a part are that part of Relu and LeakyRelu.
 *
 * @param producer the first layer
 * @param gate the Sigmoid of the layer's results that they are multiplied with, in x * sigmoid(x)
 * @param value the value that the readers read
 * @param between the nodes from the producer to the readers, without the gate
 * @param readers the layers that read the value; none if others read it, too, which is told of
 *     chains with a gate only
 */
record Chain(
    Node producer, @Nullable Node gate, String value, List<Node> between, List<Node> readers) {

  /**
   * All chains between layers.
   *
   * @param excluded the names of nodes that no chain may hold
   */
  static List<Chain> find(Graph graph, Set<Node> layers, Set<String> excluded) {
    List<Chain> chains = new ArrayList<>();
    for (Node layer : graph.nodes()) {
      if (layers.contains(layer)) {
        Chain chain = new Finder(graph, layers).from(layer);
        if (chain != null && chain.nodes().noneMatch(node -> excluded.contains(node.label()))) {
          chains.add(chain);
        }
      }
    }
    return chains;
  }

  private Stream<Node> nodes() {
    return Stream.concat(between.stream(), Stream.ofNullable(gate));
  }

  /** Whether its channels can have factors. */
  boolean isClosed() {
    return !readers.isEmpty();
  }

  /** Follows one layer's results. */
  private record Finder(Graph graph, Set<Node> layers, List<Node> between, List<Node> readers) {
    Finder(Graph graph, Set<Node> layers) {
      this(graph, layers, new ArrayList<>(), new ArrayList<>());
    }

    @Nullable Chain from(Node producer) {
      String value = producer.output(0);
      Node gate = null;
      List<Node> next = graph.consumers(value);
      if (next.size() == 1 && !graph.isOutput(value)) {
        if (isHomogeneous(next.get(0))) {
          between.add(next.get(0));
          value = next.get(0).output(0);
        }
      } else if (next.size() == 2) {
        gate = gate(value, next);
        Node product = gate == null ? null : graph.consumers(gate.output(0)).get(0);
        if (product != null) {
          between.add(product);
          value = product.output(0);
        }
      }
      if (!follow(value)) {
        return gate == null ? null : new Chain(producer, gate, value, between, List.of());
      }
      return new Chain(producer, gate, value, between, readers);
    }

    /** Whether an activation gives parts of what it gives for parts of numbers. */
    private boolean isHomogeneous(Node node) {
      if (!node.is("Clip")) {
        return node.is("Relu") || node.is("LeakyRelu");
      }
      Float low = scalar(node.input(1));
      Float high = scalar(node.input(2));
      boolean isBounded = high != null && high > 0;
      return low != null && low == 0 && (isBounded || node.input(2).isEmpty());
    }

    private @Nullable Float scalar(String value) {
      Initializer constant = graph.constant(value);
      return constant == null || constant.shape().elements() != 1
          ? null
          : (Float) constant.tensor().toFloatArray()[0];
    }

    /** The Sigmoid among the readers of a value whose only reader is their product. */
    private @Nullable Node gate(String value, List<Node> next) {
      Node gate = next.get(0).is("Sigmoid") ? next.get(0) : next.get(1);
      Node product = gate == next.get(0) ? next.get(1) : next.get(0);
      boolean fits =
          gate.is("Sigmoid")
              && product.is("Mul")
              && Set.copyOf(product.inputs()).equals(Set.of(value, gate.output(0)))
              && graph.consumers(gate.output(0)).size() == 1
              && !graph.isOutput(gate.output(0))
              && !graph.isOutput(value);
      return fits ? gate : null;
    }

    /** Finds the readers; false if others than layers read the value. */
    private boolean follow(String value) {
      boolean all = !graph.isOutput(value) && !graph.consumers(value).isEmpty();
      for (Node node : graph.consumers(value)) {
        boolean reads = node.input(0).equals(value) && node.inputs().lastIndexOf(value) == 0;
        if (layers.contains(node)) {
          readers.add(node);
        } else if (passes(node)) {
          between.add(node);
          reads &= follow(node.output(0));
        } else {
          reads = false;
        }
        all &= reads;
      }
      return all;
    }

    private static boolean passes(Node node) {
      return (node.is("MaxPool") && node.output(1).isEmpty())
          || node.is("AveragePool")
          || node.is("GlobalAveragePool");
    }
  }
}
