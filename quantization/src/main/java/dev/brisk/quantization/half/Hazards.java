package dev.brisk.quantization.half;

import dev.brisk.graph.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which values of a region may hold numbers that a format cannot, as told by what made them. */
final class Hazards {
  /** What gives small numbers whatever it reads. */
  private static final Set<String> BOUNDING =
      Set.of(
          "Cos",
          "Erf",
          "GroupNormalization",
          "HardSigmoid",
          "InstanceNormalization",
          "LayerNormalization",
          "LpNormalization",
          "RMSNormalization",
          "Sigmoid",
          "Sign",
          "Sin",
          "Softmax",
          "Softsign",
          "Tanh");

  /** What gives numbers of the size that it reads, or smaller ones yet. */
  private static final Set<String> KEEPING_SMALL =
      Set.of(
          "Add",
          "Clip",
          "Concat",
          "Expand",
          "Identity",
          "Max",
          "Pow",
          "Reciprocal",
          "ReduceMax",
          "ReduceMean",
          "ReduceMin",
          "ReduceSum",
          "Reshape",
          "Sqrt",
          "Squeeze",
          "Tile",
          "Transpose",
          "Unsqueeze");

  private final @Nullable Hazards outer;
  private final Region region;
  private final Map<String, Hazard> hazards = new HashMap<>();

  Hazards(Region region, @Nullable Hazards outer) {
    this.region = region;
    this.outer = outer;
  }

  /** What may befall a value; null if nothing is known against it. */
  @Nullable Hazard of(String value) {
    if (region.defines(value)) {
      return hazards.get(value);
    }
    return outer == null ? null : outer.of(value);
  }

  /** Notes what follows for a node's outputs from a hazard of what it reads. */
  void spread(Node node, Hazard hazard) {
    boolean goesOn =
        hazard == Hazard.LARGE
            ? !BOUNDING.contains(node.operator())
            : KEEPING_SMALL.contains(node.operator());
    if (goesOn) {
      node.outputs().forEach(output -> hazards.putIfAbsent(output, hazard));
    }
  }
}
