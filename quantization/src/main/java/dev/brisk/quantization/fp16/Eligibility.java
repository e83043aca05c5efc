package dev.brisk.quantization.fp16;

import dev.brisk.ElementType;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import dev.brisk.op.Types;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which nodes can compute in float16, and which of their inputs stay float32 all the same. */
final class Eligibility {
  /** Operators without float16 kernels, or whose results float16 would spoil. */
  private static final Set<String> FLOAT32_ONLY =
      Set.of(
          "BlackmanWindow",
          "CumSum",
          "DequantizeLinear",
          "DFT",
          "DynamicQuantizeLinear",
          "HammingWindow",
          "HannWindow",
          "If",
          "Loop",
          "Max",
          "MelWeightMatrix",
          "Min",
          "Multinomial",
          "NonMaxSuppression",
          "OneHot",
          "QuantizeLinear",
          "RandomNormal",
          "RandomNormalLike",
          "RandomUniform",
          "RandomUniformLike",
          "Range",
          "RoiAlign",
          "STFT",
          "Scan",
          "TopK",
          "Upsample");

  /** Inputs that the standard says are float32, or in which float16 would not be precise enough. */
  private static final Map<String, Set<Integer>> FLOAT32_INPUTS =
      Map.of("Resize", Set.of(1, 2), "GroupNormalization", Set.of(1, 2));

  private Eligibility() {}

  /** Why a node must compute in float32; empty if it need not. */
  static Optional<String> obstacle(Node node, Types types) {
    if (!node.domain().isEmpty()) {
      return Optional.of("operators of domain '" + node.domain() + "' are not converted");
    }
    if (FLOAT32_ONLY.contains(node.operator())) {
      return Optional.of(node.operator() + " is not done in float16");
    }
    if (node.is("LayerNormalization") && !node.output(1).isEmpty()) {
      return Optional.of("it gives its mean, which is float32");
    }
    for (String output : node.outputs()) {
      if (!output.isEmpty() && types.elementType(output) == null) {
        return Optional.of("the element type of '" + output + "' is not known");
      }
    }
    return Optional.empty();
  }

  /** Whether a node that computes in float16 reads one of its inputs as float32. */
  static boolean readsFloat32(Node node, int input) {
    return FLOAT32_INPUTS.getOrDefault(node.operator(), Set.of()).contains(input);
  }

  /** A node's attributes that name float32 as the type of its results, saying float16 instead. */
  static Node retyped(Node node) {
    Node changed = node;
    for (String name : Set.of("to", "dtype")) {
      Attribute attribute = node.attributes().get(name);
      if (attribute != null
          && attribute.kind() == Attribute.Kind.INT
          && attribute.asInt() == ElementType.FLOAT32.onnxCode()) {
        Attribute half = Attribute.of(name, (long) ElementType.FLOAT16.onnxCode());
        changed = changed.withAttributes(changed.attributes().with(half));
      }
    }
    return changed;
  }
}
