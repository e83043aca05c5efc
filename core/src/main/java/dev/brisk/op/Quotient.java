package dev.brisk.op;

import dev.brisk.InvalidModelException;
import java.util.ArrayList;
import java.util.List;

/** The one size that makes two shapes have as many elements. */
final class Quotient {
  private long known = 1;
  private final List<String> symbols = new ArrayList<>();

  private Quotient(List<Dim> dims, int except) {
    for (int axis = 0; axis < dims.size(); axis++) {
      Dim dim = dims.get(axis);
      if (axis != except && dim.known()) {
        known = Math.multiplyExact(known, dim.value());
      } else if (axis != except) {
        symbols.add(dim.toString());
      }
    }
  }

  /** The size at the given axis of a shape that has as many elements as the whole. */
  static Dim of(List<Dim> whole, List<Dim> parts, int axis) {
    Quotient dividend = new Quotient(whole, -1);
    Quotient divisor = new Quotient(parts, axis);
    List<String> left = new ArrayList<>(dividend.symbols);
    for (String symbol : divisor.symbols) {
      if (symbol.equals("?") || !left.remove(symbol)) {
        return Dim.UNKNOWN;
      }
    }
    if (divisor.known == 0) {
      return Dim.UNKNOWN;
    } else if (left.isEmpty()) {
      return Dim.of(divided(dividend.known, divisor.known, whole, parts));
    }
    boolean one = left.size() == 1 && dividend.known == divisor.known && !left.contains("?");
    return one ? new Dim(false, Dim.UNKNOWN.value(), left.get(0)) : Dim.UNKNOWN;
  }

  private static long divided(long dividend, long divisor, List<Dim> whole, List<Dim> parts) {
    if (dividend % divisor != 0) {
      throw new InvalidModelException(
          "A tensor of shape %s cannot be reshaped to %s".formatted(whole, parts));
    }
    return dividend / divisor;
  }
}
