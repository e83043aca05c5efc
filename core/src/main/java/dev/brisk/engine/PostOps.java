package dev.brisk.engine;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.engine.PostOp.Function;
import dev.brisk.engine.PostOp.Operation;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Node;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which nodes do something to each element of a value. */
public final class PostOps {
  private static final Map<String, Operation> OPERATIONS =
      Map.of(
          "Add", Operation.ADD,
          "Sub", Operation.SUB,
          "Mul", Operation.MUL,
          "Div", Operation.DIV,
          "Max", Operation.MAX,
          "Min", Operation.MIN);

  private PostOps() {}

  /** What a node does to each element of one of its inputs; null if it is nothing of the kind. */
  public static @Nullable PostOp of(Node node, String value, Facts facts) {
    String made = node.output(0);
    boolean numbers = facts.isHalf(made) || facts.type(made) == ElementType.FLOAT32;
    if (!node.domain().isEmpty() || !numbers) {
      return null;
    }
    PostOp unary = node.input(0).equals(value) ? unary(node, facts) : null;
    return unary != null ? unary : binary(node, value, facts);
  }

  private static @Nullable PostOp unary(Node node, Facts facts) {
    Attributes own = node.attributes();
    return switch (node.operator()) {
      case "Relu" -> new PostOp.Unary(Function.RELU, 0, 0);
      case "LeakyRelu" -> new PostOp.Unary(Function.RELU, own.floatOr("alpha", 0.01f), 0);
      case "Clip" -> clip(node, facts);
      case "Sigmoid" -> new PostOp.Unary(Function.SIGMOID, 0, 0);
      case "Tanh" -> new PostOp.Unary(Function.TANH, 0, 0);
      case "Swish" -> new PostOp.Unary(Function.SWISH, own.floatOr("alpha", 1), 0);
      case "Gelu" ->
          new PostOp.Unary(
              own.stringOr("approximate", "none").equals("tanh")
                  ? Function.GELU_TANH
                  : Function.GELU,
              0,
              0);
      case "HardSigmoid" ->
          new PostOp.Unary(
              Function.HARD_SIGMOID, own.floatOr("alpha", 0.2f), own.floatOr("beta", 0.5f));
      case "HardSwish" -> new PostOp.Unary(Function.HARD_SWISH, 1 / 6f, 0.5f);
      case "Elu" -> new PostOp.Unary(Function.ELU, own.floatOr("alpha", 1), 0);
      case "Softplus" -> new PostOp.Unary(Function.SOFTPLUS, 1, 0);
      case "Mish" -> new PostOp.Unary(Function.MISH, 0, 0);
      case "Abs" -> new PostOp.Unary(Function.ABS, 0, 0);
      case "Neg" -> new PostOp.Unary(Function.LINEAR, -1, 0);
      case "Sqrt" -> new PostOp.Unary(Function.SQRT, 0, 0);
      case "Exp" -> new PostOp.Unary(Function.EXP, 0, 0);
      case "Log" -> new PostOp.Unary(Function.LOG, 0, 0);
      case "Reciprocal" -> new PostOp.Unary(Function.POWER, 1, -1);
      case "Round" -> new PostOp.Unary(Function.ROUND, 0, 0);
      default -> null;
    };
  }

  private static @Nullable PostOp clip(Node node, Facts facts) {
    Float low = number(node.input(1), facts, -Float.MAX_VALUE);
    Float high = number(node.input(2), facts, Float.MAX_VALUE);
    return low == null || high == null || low > high
        ? null
        : new PostOp.Unary(Function.CLIP, low, high);
  }

  /** A constant that is a single number; null if it is none. */
  private static @Nullable Float number(String value, Facts facts, float absent) {
    if (value.isEmpty()) {
      return absent;
    }
    Tensor constant = facts.constant(value);
    return constant != null
            && constant.elements() == 1
            && constant.elementType() == ElementType.FLOAT32
        ? constant.toFloatArray()[0]
        : null;
  }

  private static @Nullable PostOp binary(Node node, String value, Facts facts) {
    Operation operation = OPERATIONS.get(node.operator());
    if (operation == null || node.inputs().size() != 2) {
      return null;
    }
    boolean second = !node.input(0).equals(value);
    String other = second ? node.input(0) : node.input(1);
    boolean commutes = operation != Operation.SUB && operation != Operation.DIV;
    if (other.equals(value)
        || !Arrays.equals(facts.dims(value), facts.dims(node.output(0)))
        || facts.dims(other) == null
        || facts.type(other) != ElementType.FLOAT32) {
      return null;
    }
    Float number = number(other, facts, 0);
    if (second && !commutes) {
      return number == null || operation == Operation.DIV
          ? null
          : new PostOp.Unary(Function.LINEAR, -1, number);
    }
    return number == null
        ? new PostOp.Binary(operation, Operand.of(other))
        : withNumber(operation, number, other);
  }

  private static PostOp withNumber(Operation operation, float number, String other) {
    return switch (operation) {
      case ADD -> new PostOp.Unary(Function.LINEAR, 1, number);
      case SUB -> new PostOp.Unary(Function.LINEAR, 1, -number);
      case MUL -> new PostOp.Unary(Function.LINEAR, number, 0);
      case DIV -> new PostOp.Unary(Function.LINEAR, 1 / number, 0);
      default -> new PostOp.Binary(operation, Operand.of(other));
    };
  }
}
