package dev.brisk.backend.cpu.onednn;

import dev.brisk.engine.Memory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One memory that a primitive is given.
 *
 * @param id what oneDNN calls it
 * @param side where it comes from
 * @param index which of the inputs or outputs
 * @param layout how it lies as the kernel's user sees it
 * @param seen how the primitive sees it, such as with other dimensions
 * @param constant what it is, if it is constant
 */
record Argument(
    int id, Side side, int index, Md layout, Md seen, @Nullable Supplier<Memory> constant) {
  /** Where an argument comes from. */
  enum Side {
    INPUT,
    OUTPUT,
    CONSTANT
  }

  static Argument input(int id, int index, Md layout) {
    return new Argument(id, Side.INPUT, index, layout, layout, null);
  }

  static Argument input(int id, int index, Md layout, Md seen) {
    return new Argument(id, Side.INPUT, index, layout, seen, null);
  }

  static Argument output(int id, int index, Md layout) {
    return new Argument(id, Side.OUTPUT, index, layout, layout, null);
  }

  static Argument output(int id, int index, Md layout, Md seen) {
    return new Argument(id, Side.OUTPUT, index, layout, seen, null);
  }

  static Argument constant(int id, Md layout, Supplier<Memory> memory) {
    return new Argument(id, Side.CONSTANT, -1, layout, layout, memory);
  }
}
