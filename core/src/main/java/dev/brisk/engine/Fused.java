package dev.brisk.engine;

import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * An operator with what is fused to it: it reads codes where a DequantizeLinear stood before it,
 * does functions and additions to its result, and writes codes where a QuantizeLinear came after.
 *
 * @param node the operator itself
 * @param inputs what it reads, in the order of the node's inputs
 * @param posts what is done to its first output, in order
 * @param outputs what it makes; the first with a grid where it is codes
 * @param nodes all nodes of the graph whose work this does, in the graph's order
 */
public record Fused(
    Node node, List<Operand> inputs, List<PostOp> posts, List<Operand> outputs, List<Node> nodes) {
  /** Copies the lists. */
  public Fused {
    inputs = List.copyOf(inputs);
    posts = List.copyOf(posts);
    outputs = List.copyOf(outputs);
    nodes = List.copyOf(nodes);
  }

  /** A node alone. */
  public static Fused of(Node node) {
    return new Fused(
        node,
        node.inputs().stream().map(Operand::of).toList(),
        List.of(),
        node.outputs().stream().map(Operand::of).toList(),
        List.of(node));
  }

  /** The first output. */
  public Operand output() {
    return outputs.get(0);
  }

  /** An input; one that is left out where there are fewer. */
  public Operand input(int index) {
    return index < inputs.size() ? inputs.get(index) : Operand.of("");
  }

  /** Every value that it reads: the inputs, then those of what is done to the result. */
  public List<Operand> reads() {
    List<Operand> reads = new ArrayList<>(inputs);
    for (PostOp post : posts) {
      if (post instanceof PostOp.Binary binary) {
        reads.add(binary.other());
      }
    }
    return reads;
  }

  /** The same with another input, read through a node before. */
  Fused reading(int index, Operand input, Node through) {
    List<Operand> changed = new ArrayList<>(inputs);
    changed.set(index, input);
    return new Fused(node, changed, posts, outputs, with(List.of(through)));
  }

  /** The same with one thing more done to its result, which then is another value. */
  Fused doing(PostOp post, String result, List<Node> through) {
    List<PostOp> more = new ArrayList<>(posts);
    more.add(post);
    return new Fused(node, inputs, more, List.of(Operand.of(result)), with(through));
  }

  /** The same with its result written elsewhere. */
  Fused making(Operand result, List<Node> through) {
    return new Fused(node, inputs, posts, List.of(result), with(through));
  }

  private List<Node> with(List<Node> more) {
    List<Node> all = new ArrayList<>(nodes);
    all.addAll(more);
    return all.stream().distinct().toList();
  }

  /** Such as {@code Conv (x, w, b) relu add(y) -> z}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(node.operator());
    text.append(' ').append(inputs);
    posts.forEach(post -> text.append(' ').append(post));
    return text.append(" -> ").append(outputs).toString();
  }
}
