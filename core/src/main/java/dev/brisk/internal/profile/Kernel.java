package dev.brisk.internal.profile;

import dev.brisk.KernelRun;
import java.util.Set;

/** A kernel of the compiled model, whenever it is called. */
record Kernel(int index, String node, String origin, String type, String device) {
  private static final Set<String> CONVERSIONS =
      Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "Cast", "CastLike");

  static Kernel of(KernelRun call) {
    return new Kernel(call.index(), call.node(), call.origin(), call.kernel(), call.device());
  }

  /** Whether it changes but the type of values, or, put in by the runtime, their layout. */
  boolean isConversion() {
    return CONVERSIONS.contains(type)
        || (origin.isEmpty() && (type.startsWith("Reorder") || type.equals("Transpose")));
  }

  /** Whether it computes on 8-bit integers. */
  boolean isInteger() {
    return type.startsWith("QLinear")
        || type.startsWith("QGemm")
        || type.startsWith("QAttention")
        || type.contains("Integer")
        || type.startsWith("DynamicQuantizeMatMul");
  }
}
