package dev.brisk.engine;

/** What is done to each element of an operator's result before it is written. */
public sealed interface PostOp {
  /** A function of the element. */
  enum Function {
    /** alpha * x + beta. */
    LINEAR,
    /** max(x, 0) + alpha * min(x, 0). */
    RELU,
    /** x kept within alpha and beta. */
    CLIP,
    /** 1 / (1 + exp(-x)). */
    SIGMOID,
    /** The hyperbolic tangent. */
    TANH,
    /** x * sigmoid(alpha * x). */
    SWISH,
    /** x * Phi(x), by the error function. */
    GELU,
    /** The same by a tangent. */
    GELU_TANH,
    /** max(0, min(1, alpha * x + beta)). */
    HARD_SIGMOID,
    /** x * max(0, min(1, alpha * x + beta)). */
    HARD_SWISH,
    /** x, or alpha * (exp(x) - 1) where it is negative. */
    ELU,
    /** log(1 + exp(alpha * x)) / alpha. */
    SOFTPLUS,
    /** x * tanh(log(1 + exp(x))). */
    MISH,
    /** The absolute value. */
    ABS,
    /** The root. */
    SQRT,
    /** The exponential. */
    EXP,
    /** The natural logarithm. */
    LOG,
    /** alpha * x to the power of beta. */
    POWER,
    /** Rounded to the nearest, ties to even. */
    ROUND
  }

  /** What is done with another value. */
  enum Operation {
    /** The sum. */
    ADD,
    /** The difference. */
    SUB,
    /** The product. */
    MUL,
    /** The quotient. */
    DIV,
    /** The greater. */
    MAX,
    /** The lesser. */
    MIN
  }

  /**
   * A function of the element alone.
   *
   * @param alpha its first number, 0 where it has none
   * @param beta its second number, 0 where it has none
   */
  record Unary(Function function, float alpha, float beta) implements PostOp {
    @Override
    public String toString() {
      return function.toString().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The element first, another value, broadcast to the result, second. */
  record Binary(Operation operation, Operand other) implements PostOp {
    @Override
    public String toString() {
      return operation.toString().toLowerCase(java.util.Locale.ROOT) + "(" + other + ")";
    }
  }
}
