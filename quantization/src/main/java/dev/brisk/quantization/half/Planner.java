package dev.brisk.quantization.half;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.quantization.half.HalfTensors.Misfit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides of every node of a model whether it computes in 16 bits. */
final class Planner {
  private final HalfFormat format;
  private final int opset;
  private final HalfTensors tensors;
  private final Measured measured;
  private final Set<String> excluded;

  /**
   * A planner.
   *
   * @param opset the version of the standard's operator set
   * @param tensors rounds the constants
   * @param measured what the samples say
   * @param excluded the labels of nodes that stay as they are
   */
  Planner(
      HalfFormat format, int opset, HalfTensors tensors, Measured measured, Set<String> excluded) {
    this.format = format;
    this.opset = opset;
    this.tensors = tensors;
    this.measured = measured;
    this.excluded = excluded;
  }

  /** Decides of the nodes of the main graph and of those within it. */
  void plan(Region region) {
    plan(region, null);
  }

  private void plan(Region region, @Nullable Hazards around) {
    Exactness exactness = new Exactness(region);
    Hazards hazards = new Hazards(region, around);
    for (Node node : region.graph().nodes()) {
      Optional<String> obstacle = obstacle(node, region, exactness);
      Optional<String> risk = risk(node, region, hazards);
      region.kept().put(node, obstacle.isPresent() ? obstacle : risk);
      node.subgraphs().forEach(subgraph -> plan(region.inner(subgraph), hazards));
    }
    Islands.leave(region);
  }

  /** Why the node cannot compute in 16 bits, whatever the numbers. */
  private Optional<String> obstacle(Node node, Region region, Exactness exactness) {
    if (excluded.contains(node.label())) {
      return Optional.of("it was excluded");
    } else if (!touchesFloats(node, region) || node.is("Constant")) {
      return Optional.empty();
    }
    Optional<String> unsupported = Support.obstacle(node, format, opset);
    if (unsupported.isPresent()) {
      return unsupported;
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty() && region.elementType(output) == null) {
        return Optional.of("the element type of '" + output + "' is not known");
      }
    }
    Node reader = exactness.readerBehind(node);
    return reader == null
        ? Optional.empty()
        : Optional.of(
            "%s needs exact positions, as in %s".formatted(reader.label(), reader.operator()));
  }

  static boolean touchesFloats(Node node, Region region) {
    return !node.subgraphs().isEmpty()
        || node.inputs().stream().anyMatch(region::isFloat)
        || node.outputs().stream().anyMatch(region::isFloat);
  }

  /** Why the numbers that the node reads should not be rounded; notes what follows for others. */
  private Optional<String> risk(Node node, Region region, Hazards hazards) {
    for (Attribute attribute : node.attributes().all()) {
      if (attribute.kind() == Attribute.Kind.TENSOR && !node.is("Constant")) {
        Misfit misfit = misfit(attribute.asTensor());
        if (misfit != null) {
          hazards.spread(node, misfit.hazard());
          return Optional.of("of its '%s', %s".formatted(attribute.name(), misfit.reason()));
        }
      }
    }
    List<String> inputs = node.inputs();
    for (int i = 0; i < inputs.size(); i++) {
      String input = inputs.get(i);
      if (!region.isFloat(input) || Support.readsFloat32(node, i)) {
        continue;
      }
      Tensor constant = region.constant(input);
      if (constant != null) {
        Misfit misfit = misfit(constant);
        if (misfit != null) {
          hazards.spread(node, misfit.hazard());
          return Optional.of("of its constant '%s', %s".formatted(input, misfit.reason()));
        }
      }
      Hazard hazard = measured.knows(region, input) ? null : hazards.of(input);
      if (hazard != null) {
        hazards.spread(node, hazard);
        return Optional.of(
            "the numbers of '%s' may be too %s for %s"
                .formatted(input, hazard == Hazard.LARGE ? "large" : "small", format));
      }
    }
    return measured.risk(node, region);
  }

  private @Nullable Misfit misfit(Tensor constant) {
    return constant.elementType() == ElementType.FLOAT32 ? tensors.of(constant).misfit() : null;
  }
}
