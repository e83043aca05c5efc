package dev.brisk.op;

import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A product taken apart: what products, quotients and powers of it multiply in whatever order. */
final class Factors {
  /** No pattern has more nodes that multiply; what long chains hold beyond stays a factor. */
  private static final int MAX_NODES = 16;

  private final Surroundings around;
  private final List<String> values = new ArrayList<>();
  private final Set<Node> nodes = new HashSet<>();
  private double constant = 1;
  private int opened;

  private Factors(Surroundings around) {
    this.around = around;
  }

  /** The factors of a value, which a node computes for one other alone if it has any but itself. */
  static Factors of(String value, Surroundings around) {
    Factors factors = new Factors(around);
    factors.add(value);
    return factors;
  }

  /** The factors of what a node computes, whoever reads it. */
  static Factors of(Node product, Surroundings around) {
    Factors factors = new Factors(around);
    if (!factors.open(product)) {
      factors.values.add(product.output(0));
    }
    return factors;
  }

  /** The product of all constants in it. */
  double constant() {
    return constant;
  }

  /** All other factors; powers stand in it repeatedly. */
  List<String> values() {
    return values;
  }

  /** The nodes that multiply. */
  Set<Node> nodes() {
    return nodes;
  }

  private void add(String value) {
    double number = around.number(value);
    if (!Double.isNaN(number)) {
      constant *= number;
      return;
    }
    Node product = product(value);
    if (product == null || !around.isReadOnce(value) || !open(product)) {
      values.add(value);
    }
  }

  private @Nullable Node product(String value) {
    for (String operator : List.of("Mul", "Div", "Pow")) {
      Node maker = around.maker(value, operator);
      if (maker != null) {
        return maker;
      }
    }
    return null;
  }

  private boolean open(Node product) {
    if (opened == MAX_NODES) {
      return false;
    }
    opened++;
    double second = around.number(product.input(1));
    switch (product.operator()) {
      case "Mul" -> product.inputs().forEach(this::add);
      case "Div" -> {
        if (Double.isNaN(second)) {
          return false;
        }
        constant /= second;
        add(product.input(0));
      }
      case "Pow" -> {
        if (second != 2 && second != 3) {
          return false;
        }
        for (int i = 0; i < second; i++) {
          values.add(product.input(0));
        }
      }
      default -> {
        return false;
      }
    }
    nodes.add(product);
    return true;
  }
}
