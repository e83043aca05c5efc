package dev.brisk.op;

import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import org.jspecify.annotations.Nullable;

/** A tensor given by an attribute. */
final class Constant implements Operator {
  @Override
  public String type() {
    return "Constant";
  }

  @Override
  public void infer(InferenceContext node) {
    Tensor value = value(node);
    if (value != null) {
      node.constant(0, value);
    }
  }

  private static @Nullable Tensor value(InferenceContext node) {
    for (Attribute attribute : node.attributes().all()) {
      Tensor value = value(attribute);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  private static @Nullable Tensor value(Attribute attribute) {
    return switch (attribute.name()) {
      case "value" -> attribute.asTensor();
      case "value_float" -> Tensor.of(new float[] {attribute.asFloat()});
      case "value_int" -> Tensor.of(new long[] {attribute.asInt()});
      case "value_string" -> Tensor.of(new String[] {attribute.asString()});
      case "value_floats" -> Tensor.of(attribute.asFloats(), attribute.asFloats().length);
      case "value_ints" -> Tensor.of(attribute.asInts(), attribute.asInts().length);
      case "value_strings" -> strings(attribute.asStrings().toArray(String[]::new));
      default -> null;
    };
  }

  private static Tensor strings(String[] values) {
    return Tensor.of(values, values.length);
  }
}
