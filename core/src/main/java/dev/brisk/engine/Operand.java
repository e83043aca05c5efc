package dev.brisk.engine;

import org.jspecify.annotations.Nullable;

/**
 * A value that an operator reads or makes.
 *
 * @param value its name in the graph; "" where an optional one is left out
 * @param grid what its codes stand for, where the operator takes it for the numbers that they stand
 *     for; null where it takes the elements as they are
 */
public record Operand(String value, @Nullable Grid grid) {
  /** A value taken as it is. */
  public static Operand of(String value) {
    return new Operand(value, null);
  }

  /** Whether it is there. */
  public boolean isPresent() {
    return !value.isEmpty();
  }

  @Override
  public String toString() {
    return grid == null ? value : value + ":" + grid;
  }
}
