package dev.brisk.pass.opset;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.Set;

/** Split into equal parts came to say how many there are. */
final class SplitCount implements Upgrade {
  @Override
  public int version() {
    return 18;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Split");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    boolean equal = node.input(1).isEmpty() && !node.attributes().has("num_outputs");
    long count = node.outputs().size();
    to.add(
        equal
            ? node.withAttributes(node.attributes().with(Attribute.of("num_outputs", count)))
            : node);
  }
}
