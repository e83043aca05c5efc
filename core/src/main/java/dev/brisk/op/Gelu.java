package dev.brisk.op;

import dev.brisk.graph.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Each element times the part of a normal distribution below it, or the approximation of that by
 * Tanh: Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016).
 */
final class Gelu implements Operator {
  private final Unary elementwise =
      Unary.with(type(), its -> isTanh(its) ? Activations::tanhGelu : Activations::gelu);

  private static boolean isTanh(Attributes attributes) {
    return attributes.stringOr("approximate", "none").equals("tanh");
  }

  @Override
  public String type() {
    return "Gelu";
  }

  @Override
  public void infer(InferenceContext node) {
    elementwise.infer(node);
  }

  @Override
  public long operations(InferenceContext node) {
    return Weights.made(node, isTanh(node.attributes()) ? Weights.GELU + 4 : Weights.GELU);
  }

  @Override
  public @Nullable List<? extends Datum> evaluate(Evaluation node) {
    return elementwise.evaluate(node);
  }

  @Override
  public Pattern pattern() {
    return new GeluPattern();
  }
}
