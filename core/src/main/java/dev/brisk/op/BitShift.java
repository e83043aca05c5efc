package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import java.util.List;
import java.util.Locale;

/**
 * Integers with their bits moved; right, signed ones keep their sign. Moves by the type's width or
 * more, or by less than none, move all bits out.
 */
final class BitShift implements Operator {
  @Override
  public String type() {
    return "BitShift";
  }

  @Override
  public void infer(InferenceContext node) {
    node.output(0, node.elementType(0), Broadcast.of(node.shape(0), node.shape(1)));
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    NdArray bits = node.array(0);
    NdArray by = node.array(1);
    boolean left = isLeft(node);
    ElementType type = bits.elementType();
    Stretched pair = Stretched.of(bits, by);
    long[] values = bits.longs();
    long[] amounts = by.longs();
    long[] moved = new long[pair.size()];
    for (int i = 0; i < moved.length; i++) {
      long value = values[pair.left(i)];
      long amount = amounts[pair.right(i)];
      boolean within = amount >= 0 && amount < type.bits();
      moved[i] = left ? (within ? value << amount : 0) : right(type, value, within ? amount : -1);
    }
    return List.of(NdArray.of(type, pair.shape(), moved));
  }

  private static boolean isLeft(Evaluation node) {
    String direction = node.attributes().stringOr("direction", "");
    return switch (direction.toUpperCase(Locale.ROOT)) {
      case "LEFT" -> true;
      case "RIGHT" -> false;
      default ->
          throw new InvalidModelException(
              "Attribute 'direction' must be LEFT or RIGHT, but is '%s'".formatted(direction));
    };
  }

  /** The amount is -1 where all bits are moved out. */
  private static long right(ElementType type, long value, long amount) {
    if (type == ElementType.UINT64) {
      return amount < 0 ? 0 : value >>> amount;
    }
    return value >> (amount < 0 ? Long.SIZE - 1 : amount);
  }
}
