package dev.brisk.op;

import dev.brisk.ElementType;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What the random operators share. */
final class Randomness {
  private Randomness() {}

  /** A generator that the node's seed starts, the same in each run; else a new one. */
  static Random of(InferenceContext node) {
    return node.attributes().has("seed")
        ? new Random(Float.floatToIntBits(node.attributes().floatOr("seed", 0)))
        : new Random();
  }

  /** The type that an attribute asks for, or another, which may be unknown. */
  static @Nullable ElementType elementType(InferenceContext node, @Nullable ElementType absent) {
    return node.attributes().has("dtype") ? known(node, ElementType.FLOAT32) : absent;
  }

  /** The type that an attribute asks for, or another. */
  static ElementType known(InferenceContext node, ElementType absent) {
    long code = node.attributes().intOr("dtype", absent.onnxCode());
    return ElementType.ofOnnxCode(Math.toIntExact(code));
  }
}
