package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.graph.Attribute;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Makes the cells of recurrent layers from their weights and attributes. */
final class RecurrentCells {
  private RecurrentCells() {}

  /**
   * The cell of one direction.
   *
   * @param gates 1 for the plain cell, 3 for the gated unit, 4 for long short-term memory
   */
  static Cell of(Evaluation node, int gates, int hidden, int directions, int direction) {
    double[] recurrence = part(node.array(2), directions, direction);
    NdArray given = node.arrayOrNull(3);
    double[] all = given == null ? new double[0] : part(given, directions, direction);
    int size = gates * hidden;
    double[] bias = Arrays.copyOfRange(Arrays.copyOf(all, 2 * size), size, 2 * size);
    DoubleUnaryOperator[] activations = activations(node, gates, directions, direction);
    if (gates == 1) {
      return new RnnCell(recurrence, bias, activations[0]);
    } else if (gates == 3) {
      boolean resetsAfter = node.attributes().intOr("linear_before_reset", 0) != 0;
      return new GruCell(recurrence, bias, activations[0], activations[1], resetsAfter);
    }
    NdArray holes = node.arrayOrNull(7);
    double[] peepholes =
        holes == null ? new double[3 * hidden] : part(holes, directions, direction);
    boolean coupled = node.attributes().intOr("input_forget", 0) != 0;
    return new LstmCell(recurrence, bias, peepholes, activations, coupled);
  }

  /** What one direction has of an array whose first axis is for directions. */
  static double[] part(NdArray array, int directions, int direction) {
    int size = array.size() / directions;
    return Arrays.copyOfRange(array.doubles(), direction * size, (direction + 1) * size);
  }

  private static DoubleUnaryOperator[] activations(
      Evaluation node, int gates, int directions, int direction) {
    List<String> standard =
        gates == 1
            ? List.of("Tanh")
            : gates == 3 ? List.of("Sigmoid", "Tanh") : List.of("Sigmoid", "Tanh", "Tanh");
    int each = standard.size();
    Attribute attribute = node.attributes().get("activations");
    List<String> names = attribute == null ? List.of() : attribute.asStrings();
    if (!names.isEmpty() && names.size() != each * directions) {
      throw new InvalidInputException(
          "%d activations are needed, but they are %s".formatted(each * directions, names));
    }
    float[] alphas = parameters(node, "activation_alpha");
    float[] betas = parameters(node, "activation_beta");
    DoubleUnaryOperator[] made = new DoubleUnaryOperator[each];
    int alpha = 0;
    int beta = 0;
    for (int i = 0; i < (direction + 1) * each; i++) {
      String name = names.isEmpty() ? standard.get(i % each) : names.get(i);
      int takes = parameters(name);
      double first = takes > 0 && alpha < alphas.length ? alphas[alpha++] : Double.NaN;
      double second = takes > 1 && beta < betas.length ? betas[beta++] : Double.NaN;
      DoubleUnaryOperator activation = Activations.named(name, first, second);
      made[i % each] = i % each == 2 ? activation : clipped(node, activation);
    }
    return made;
  }

  private static float[] parameters(Evaluation node, String name) {
    Attribute attribute = node.attributes().get(name);
    return attribute == null ? new float[0] : attribute.asFloats();
  }

  private static int parameters(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "affine", "hardsigmoid", "scaledtanh" -> 2;
      case "elu", "leakyrelu", "thresholdedrelu" -> 1;
      default -> 0;
    };
  }

  /** With bounds for what it takes, which all have but the one that takes the memory. */
  private static DoubleUnaryOperator clipped(Evaluation node, DoubleUnaryOperator activation) {
    double limit = node.attributes().floatOr("clip", 0);
    return limit == 0
        ? activation
        : x -> activation.applyAsDouble(Math.max(-limit, Math.min(limit, x)));
  }
}
