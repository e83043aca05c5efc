package dev.brisk.op;

import dev.brisk.graph.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator means: one implementation a file, listed in {@link Operators}. Stateless and
 * thread-safe.
 */
public interface Operator {
  /** The domain of the operators that ONNX Runtime adds to the standard's. */
  String MICROSOFT = "com.microsoft";

  /** The domain of the standard's operators for classical machine learning. */
  String ML = "ai.onnx.ml";

  /** The domain; "" is the standard's. */
  default String domain() {
    return "";
  }

  /** The operator's type, such as {@code Conv}. */
  String type();

  /**
   * Tells the types of the outputs from those of the inputs, as far as they follow; what is not
   * told stays unknown.
   *
   * @throws dev.brisk.InvalidModelException if the inputs do not fit the operator
   */
  void infer(InferenceContext node);

  /**
   * Whether the first output equals the first input, whatever it holds. The types have been told.
   */
  default boolean isIdentity(InferenceContext node) {
    return false;
  }

  /**
   * One node that does what a node of this operator and the one before it do.
   *
   * @param first any node that makes the first input; it stays as it is
   * @param second a node of this operator
   * @return null if nothing is won
   */
  default @Nullable Rewrite joined(Node first, Node second, Surroundings around) {
    return null;
  }

  /** What exporters write in place of a node of this operator; null if nothing that is known. */
  default @Nullable Pattern pattern() {
    return null;
  }

  /**
   * The multiply-adds of one run; free dimensions count as 1.
   *
   * @return 0 for an operator that does not multiply and add, or of whose shapes too little is
   *     known
   */
  default long macs(InferenceContext node) {
    return 0;
  }

  /**
   * The arithmetic of one run; free dimensions count as 1. A multiply-add is two operations, an
   * addition, a multiplication, a comparison or a rounding one, a division or a root four, an
   * exponential, logarithm or trigonometric function eight: the weights of the Livermore loops.
   * What an operator that multiplies matrices does beside that may be left out.
   *
   * @return 0 for an operator that moves or converts elements alone, or of whose shapes too little
   *     is known
   */
  default long operations(InferenceContext node) {
    return Math.multiplyExact(2, macs(node));
  }

  /** About how many steps one run takes, if that is more than a few for each element. */
  default long steps(InferenceContext node) {
    return macs(node);
  }

  /**
   * Whether its outputs may be computed ahead where its inputs are constant: not if they are
   * random, not if engines look at the node to choose their kernels, and not if small inputs may
   * make much work that {@link #steps} does not tell.
   */
  default boolean isFoldable() {
    return true;
  }

  /**
   * Computes the outputs in the plainest way, after {@link #infer} told their types.
   *
   * @return the outputs in order, or null if this operator cannot be computed here, or not with
   *     these element types
   * @throws dev.brisk.InvalidInputException if the inputs do not fit the operator
   */
  default @Nullable List<? extends Datum> evaluate(Evaluation node) {
    return null;
  }
}
