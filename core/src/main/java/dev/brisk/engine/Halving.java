package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.HashSet;
import java.util.Set;

/**
 * Finds what may be kept in bfloat16 between products on codes: what an attention multiplies, where
 * it comes from products on codes and so has no more than their eight bits, and the weights that a
 * Softmax makes for it. Products of bfloat16 add in float32.
 */
final class Halving {
  private static final Set<String> VIEWS = Set.of("Transpose", "Reshape", "Squeeze", "Unsqueeze");

  private final Facts facts;
  private final Graph graph;
  private final Set<String> found = new HashSet<>();

  private Halving(Facts facts) {
    this.facts = facts;
    this.graph = facts.graph();
  }

  /** The values of a graph that may be kept so. */
  static Set<String> of(Facts facts) {
    Halving halving = new Halving(facts);
    for (Node node : facts.graph().nodes()) {
      if (node.is("MatMul")) {
        halving.look(node);
      }
    }
    return halving.found;
  }

  private void look(Node product) {
    Set<String> all = new HashSet<>();
    if (trace(product.input(0), all) && trace(product.input(1), all)) {
      found.addAll(all);
    }
  }

  /** Goes up from a value to where it comes from, through what only looks at it. */
  private boolean trace(String value, Set<String> way) {
    String at = value;
    while (isOwn(at)) {
      way.add(at);
      Node producer = graph.producer(at);
      if (producer == null) {
        return false;
      } else if (!producer.domain().isEmpty() || !VIEWS.contains(producer.operator())) {
        return producer.is("Softmax") || isOnCodes(producer);
      }
      at = producer.input(0);
    }
    return false;
  }

  /** Whether a value is numbers that one node reads, and nobody else. */
  private boolean isOwn(String value) {
    return facts.type(value) == ElementType.FLOAT32
        && !graph.isOutput(value)
        && graph.consumers(value).size() == 1
        && !facts.isConstant(value);
  }

  /** Whether a node multiplies codes, or adds a constant to such a product. */
  private boolean isOnCodes(Node node) {
    if (node.is("Add") && node.inputs().size() == 2) {
      int constant = facts.isConstant(node.input(0)) ? 0 : 1;
      Node product = graph.producer(node.input(1 - constant));
      return facts.isConstant(node.input(constant))
          && product != null
          && isOwn(product.output(0))
          && isOnCodes(product);
    }
    Node source = graph.producer(node.input(0));
    return node.is("MatMul")
        && source != null
        && Quantization.isDequantize(source)
        && !facts.isConstant(source.input(0));
  }
}
