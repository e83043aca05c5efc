package dev.brisk;

import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a tensor: its dimensions, outermost first. A dimension is a number, or free: then it
 * may have a symbol, such as {@code batch}, and equal symbols in one model mean equal sizes.
 *
 * <p>Immutable and thread-safe.
 */
public final class Shape {
  /** What {@link #dim} gives for a free dimension. */
  public static final long FREE = -1;

  private static final Shape SCALAR = new Shape(new long[0], new String[0]);

  private final long[] dims;
  private final @Nullable String[] symbols;

  private Shape(long[] dims, @Nullable String[] symbols) {
    this.dims = dims;
    this.symbols = symbols;
  }

  /**
   * The shape with the given dimensions; {@value #FREE} stands for a free one.
   *
   * @throws InvalidInputException if a dimension is less than -1
   */
  public static Shape of(long... dims) {
    return of(dims, new @Nullable String[dims.length]);
  }

  /**
   * The shape with the given dimensions and the symbols of those that are free.
   *
   * @param dims the sizes; {@value #FREE} for a free dimension
   * @param symbols as many as there are dimensions, null for no symbol; ignored where the dimension
   *     is a number
   * @throws InvalidInputException if a dimension is less than -1 or the lengths differ
   */
  public static Shape of(long[] dims, @Nullable String[] symbols) {
    if (dims.length != symbols.length) {
      throw new InvalidInputException(
          "A shape of " + dims.length + " dimensions needs as many symbols, got " + symbols.length);
    }
    if (dims.length == 0) {
      return SCALAR;
    }
    @Nullable String[] kept = symbols.clone();
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < FREE) {
        throw new InvalidInputException(
            "A dimension must be 0 or more, or -1 if free, but is "
                + dims[i]
                + " in "
                + Arrays.toString(dims));
      }
      if (dims[i] != FREE || "".equals(kept[i])) {
        kept[i] = null;
      }
    }
    return new Shape(dims.clone(), kept);
  }

  /** The shape without dimensions: that of a single element. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** The number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /** The size of a dimension, or {@value #FREE}. */
  public long dim(int axis) {
    return dims[axis];
  }

  /** The symbol of a free dimension, or null where it has none or is a number. */
  public @Nullable String symbol(int axis) {
    return symbols[axis];
  }

  /** The dimensions, {@value #FREE} where free; a copy. */
  public long[] dims() {
    return dims.clone();
  }

  /** The symbols of the dimensions, null where there is none; a copy. */
  public @Nullable String[] symbols() {
    return symbols.clone();
  }

  /** Whether every dimension is a number. */
  public boolean isStatic() {
    for (long dim : dims) {
      if (dim == FREE) {
        return false;
      }
    }
    return true;
  }

  /**
   * The number of elements.
   *
   * @throws InvalidInputException if a dimension is free or the number does not fit a long
   */
  public long elements() {
    boolean empty = false;
    for (long dim : dims) {
      if (dim == FREE) {
        throw new InvalidInputException("Shape " + this + " has free dimensions, so no size");
      }
      empty |= dim == 0;
    }
    if (empty) {
      return 0;
    }
    long product = 1;
    for (long dim : dims) {
      if (product > Long.MAX_VALUE / dim) {
        throw new InvalidInputException("Shape " + this + " has more elements than a long counts");
      }
      product *= dim;
    }
    return product;
  }

  /** Whether a tensor of the given shape fits here: the same rank, equal where both are numbers. */
  public boolean accepts(Shape actual) {
    if (actual.rank() != rank()) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != FREE && actual.dims[i] != FREE && dims[i] != actual.dims[i]) {
        return false;
      }
    }
    return true;
  }

  /** This shape with one dimension set to a number, or {@value #FREE}. */
  public Shape withDim(int axis, long size) {
    long[] changed = dims.clone();
    changed[axis] = size;
    return of(changed, symbols);
  }

  /** This shape with all free dimensions set to the given size. */
  public Shape withFree(long size) {
    long[] changed = dims.clone();
    for (int i = 0; i < changed.length; i++) {
      changed[i] = changed[i] == FREE ? size : changed[i];
    }
    return of(changed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Shape that
        && Arrays.equals(dims, that.dims)
        && Arrays.equals(symbols, that.symbols);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(dims) + Arrays.hashCode(symbols);
  }

  /** The dimensions in brackets, such as {@code [batch,3,?,224]}. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(",", "[", "]");
    for (int i = 0; i < dims.length; i++) {
      text.add(dims[i] == FREE ? Objects.requireNonNullElse(symbols[i], "?") : "" + dims[i]);
    }
    return text.toString();
  }
}
