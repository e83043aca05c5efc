package dev.brisk.pass.opset;

import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import java.util.Set;

/** Of padding that no attribute tells, runtimes count another part since version 19. */
final class AveragePoolPadding implements Upgrade {
  @Override
  public int version() {
    return 19;
  }

  @Override
  public Set<String> operators() {
    return Set.of("AveragePool");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    boolean counts = node.attributes().intOr("count_include_pad", 0) != 0;
    boolean untold =
        node.attributes().intOr("ceil_mode", 0) != 0
            || node.attributes().stringOr("auto_pad", "NOTSET").startsWith("SAME");
    if (counts && untold) {
      throw new UnsupportedModelException(
          "Node %s counts padding that no attribute tells, which operator set 19 changed; export the model anew"
              .formatted(node));
    }
    to.add(node);
  }
}
