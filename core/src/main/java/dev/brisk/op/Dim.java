package dev.brisk.op;

import dev.brisk.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A size in a shape, or an element of a tensor that computes shapes: a number, or free, then
 * perhaps with a symbol. Equal symbols mean equal numbers.
 *
 * @param known whether it is a number
 * @param value the number; {@link Shape#FREE} if it is free
 * @param symbol the symbol; null for a number and for a free one without symbol
 */
public record Dim(boolean known, long value, @Nullable String symbol) {
  /** Free, without a symbol. */
  public static final Dim UNKNOWN = new Dim(false, Shape.FREE, null);

  /** The given number, which may be negative in a tensor that computes shapes. */
  public static Dim of(long value) {
    return new Dim(true, value, null);
  }

  /** A dimension of a shape. */
  public static Dim of(Shape shape, int axis) {
    long size = shape.dim(axis);
    return size == Shape.FREE ? new Dim(false, size, shape.symbol(axis)) : of(size);
  }

  /** All dimensions of a shape, in a list that may be changed. */
  public static List<Dim> list(Shape shape) {
    List<Dim> dims = new ArrayList<>(shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.add(of(shape, axis));
    }
    return dims;
  }

  /** The given numbers, in a list that may be changed. */
  public static List<Dim> list(long... values) {
    List<Dim> dims = new ArrayList<>(values.length);
    for (long value : values) {
      dims.add(of(value));
    }
    return dims;
  }

  /**
   * The shape of the given dimensions.
   *
   * @throws dev.brisk.InvalidInputException if a number is negative
   */
  public static Shape shape(List<Dim> dims) {
    long[] sizes = new long[dims.size()];
    @Nullable String[] symbols = new @Nullable String[sizes.length];
    for (int axis = 0; axis < sizes.length; axis++) {
      Dim dim = dims.get(axis);
      sizes[axis] = dim.value;
      symbols[axis] = dim.symbol;
      if (dim.known && dim.value < 0) {
        throw new dev.brisk.InvalidInputException("A dimension must not be negative: " + dims);
      }
    }
    return Shape.of(sizes, symbols);
  }

  /** Whether it is known to be the given number. */
  public boolean is(long number) {
    return known && value == number;
  }

  /** Whether it is known to equal another: the same number, or the same symbol. */
  public boolean same(Dim other) {
    return known ? other.is(value) : !other.known && symbol != null && symbol.equals(other.symbol);
  }

  /** The sum, as far as it is known. */
  public Dim plus(Dim other) {
    if (known && other.known) {
      return of(Math.addExact(value, other.value));
    } else if (other.is(0)) {
      return this;
    }
    return is(0) ? other : UNKNOWN;
  }

  /** The product, as far as it is known. */
  public Dim times(Dim other) {
    if (known && other.known) {
      return of(Math.multiplyExact(value, other.value));
    } else if (is(0) || other.is(1)) {
      return this;
    }
    return other.is(0) || is(1) ? other : UNKNOWN;
  }

  /** The number, the symbol, or a question mark. */
  @Override
  public String toString() {
    return known ? Long.toString(value) : symbol == null ? "?" : symbol;
  }
}
