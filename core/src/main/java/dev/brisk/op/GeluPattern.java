package dev.brisk.op;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Gelu for its definition by Erf, or its approximation by Tanh (Hendrycks and Gimpel, "Gaussian
 * Error Linear Units", 2016).
 */
final class GeluPattern implements Pattern {
  private static final double CUBE = 0.044715;

  @Override
  public int since() {
    return 20;
  }

  /** Half of x times 1 and a function of x. */
  @Override
  public @Nullable Rewrite endingWith(Node last, Surroundings around) {
    if (!last.is("Mul") && !last.is("Div")) {
      return null;
    }
    Factors product = Factors.of(last, around);
    if (product.values().size() != 2) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      String x = product.values().get(i);
      Node sum = around.maker(product.values().get(1 - i), "Add");
      Set<Node> nodes = new HashSet<>(product.nodes());
      String form = sum == null ? null : form(sum, x, nodes, around);
      if (form != null && around.isAbout(product.constant(), 0.5, x)) {
        Node gelu =
            Node.of(
                "Gelu", last.name(), List.of(x), last.outputs(), Attribute.of("approximate", form));
        return Rewrite.of(gelu, nodes);
      }
    }
    return null;
  }

  /** Which function of x is added to 1; null if none that is known. */
  private static @Nullable String form(Node sum, String x, Set<Node> nodes, Surroundings around) {
    for (int i = 0; i < 2; i++) {
      if (around.number(sum.input(1 - i)) == 1) {
        nodes.add(sum);
        Node erf = around.maker(sum.input(i), "Erf");
        if (erf != null) {
          nodes.add(erf);
          return isScaled(erf.input(0), x, nodes, around) ? "none" : null;
        }
        Node tanh = around.maker(sum.input(i), "Tanh");
        if (tanh != null) {
          nodes.add(tanh);
          return isCubic(tanh.input(0), x, nodes, around) ? "tanh" : null;
        }
      }
    }
    return null;
  }

  /** Whether a value is x divided by the root of 2. */
  private static boolean isScaled(String value, String x, Set<Node> nodes, Surroundings around) {
    Factors scaled = Factors.of(value, around);
    nodes.addAll(scaled.nodes());
    return scaled.values().equals(List.of(x))
        && around.isAbout(scaled.constant(), Math.sqrt(0.5), x);
  }

  /** Whether a value is a multiple of the sum of x and a multiple of its cube. */
  private static boolean isCubic(String value, String x, Set<Node> nodes, Surroundings around) {
    Factors scaled = Factors.of(value, around);
    nodes.addAll(scaled.nodes());
    List<String> sums = new ArrayList<>(scaled.values());
    boolean apart = sums.remove(x); // x * (1 + c * x * x) in place of x + c * x * x * x
    Node sum = sums.size() == 1 ? around.maker(sums.get(0), "Add") : null;
    if (sum == null || !around.isAbout(scaled.constant(), Math.sqrt(2 / Math.PI), x)) {
      return false;
    }
    nodes.add(sum);
    for (int i = 0; i < 2; i++) {
      boolean begins = apart ? around.number(sum.input(i)) == 1 : sum.input(i).equals(x);
      Factors power = Factors.of(sum.input(1 - i), around);
      if (begins
          && power.values().equals(apart ? List.of(x, x) : List.of(x, x, x))
          && around.isAbout(power.constant(), CUBE, x)) {
        nodes.addAll(power.nodes());
        return true;
      }
    }
    return false;
  }
}
