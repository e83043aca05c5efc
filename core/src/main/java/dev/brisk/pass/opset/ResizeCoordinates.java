package dev.brisk.pass.opset;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Set;

/** Resize took on a region and names for how it maps coordinates; it had mapped them plainly. */
final class ResizeCoordinates implements Upgrade {
  @Override
  public int version() {
    return 11;
  }

  @Override
  public Set<String> operators() {
    return Set.of("Resize");
  }

  @Override
  public void rewrite(Node node, Rewriting to) {
    String mode = node.attributes().stringOr("mode", "nearest");
    to.add(
        node.withInputs(List.of(node.input(0), "", node.input(1)))
            .withAttributes(
                node.attributes()
                    .with(Attribute.of("mode", mode.equals("bilinear") ? "linear" : mode))
                    .with(Attribute.of("coordinate_transformation_mode", "asymmetric"))
                    .with(Attribute.of("nearest_mode", "floor"))));
  }
}
