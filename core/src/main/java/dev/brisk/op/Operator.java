package dev.brisk.op;

/** What an operator means: one implementation a file, listed in {@link Operators}. */
public interface Operator {
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
   * The multiply-adds of one run, the inputs' shapes being known.
   *
   * @return 0 for an operator that does not multiply and add
   */
  default long macs(InferenceContext node) {
    return 0;
  }
}
