package dev.brisk.pass.opset;

import dev.brisk.UnsupportedModelException;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/** BatchNormalization lost the attributes that told training from inference and its extent. */
final class BatchNormalizationMode implements Upgrade {
  @Override
  public int version() {
    return 9;
  }

  @Override
  public Set<String> operators() {
    return Set.of("BatchNormalization");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    if (node.attributes().intOr("spatial", 1) == 0) {
      throw new UnsupportedModelException(
          "Node " + node + " normalizes each position on its own, which newer versions cannot");
    }
    to.add(
        node.withAttributes(node.attributes().without("spatial", "is_test"))
            .withOutputs(List.of(node.output(0))));
  }
}
