package dev.brisk.op;

import dev.brisk.ElementType;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Its input as elements of another type. */
final class Cast implements Operator {
  /** How many bits the whole numbers of a type may have that it holds exactly, but the sign. */
  private record Room(boolean isFloat, boolean signed, int bits) {
    boolean holds(Room other) {
      return bits >= other.bits && (isFloat || (!other.isFloat && (signed || !other.signed)));
    }
  }

  private static final Map<ElementType, Room> ROOMS =
      Map.ofEntries(
          Map.entry(ElementType.BOOL, new Room(false, false, 1)),
          Map.entry(ElementType.UINT8, new Room(false, false, 8)),
          Map.entry(ElementType.UINT16, new Room(false, false, 16)),
          Map.entry(ElementType.UINT32, new Room(false, false, 32)),
          Map.entry(ElementType.UINT64, new Room(false, false, 64)),
          Map.entry(ElementType.INT8, new Room(false, true, 7)),
          Map.entry(ElementType.INT16, new Room(false, true, 15)),
          Map.entry(ElementType.INT32, new Room(false, true, 31)),
          Map.entry(ElementType.INT64, new Room(false, true, 63)),
          Map.entry(ElementType.FLOAT16, new Room(true, true, 11)),
          Map.entry(ElementType.FLOAT32, new Room(true, true, 24)),
          Map.entry(ElementType.FLOAT64, new Room(true, true, 53)));

  @Override
  public String type() {
    return "Cast";
  }

  @Override
  public void infer(InferenceContext node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    node.output(0, to, node.shape(0));
    List<Dim> elements = node.integers(0);
    if (elements != null && (to == ElementType.INT64 || to == ElementType.INT32)) {
      node.integers(0, elements);
    }
  }

  @Override
  public List<? extends Datum> evaluate(Evaluation node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    return List.of(to(to, node));
  }

  /** A node's first input as another type, in the way that its attributes ask for. */
  static NdArray to(ElementType to, Evaluation node) {
    boolean saturates = node.attributes().intOr("saturate", 1) != 0;
    if (to == ElementType.FLOAT8E8M0 && node.array(0).elementType() != ElementType.STRING) {
      String rounding = node.attributes().stringOr("round_mode", "up");
      return PowersOfTwo.of(node.array(0), rounding, saturates);
    }
    return Casting.to(to, node.array(0), saturates);
  }

  @Override
  public boolean isIdentity(InferenceContext node) {
    ElementType to = ElementType.ofOnnxCode((int) node.attributes().intOr("to", 0));
    return node.elementType(0) == to;
  }

  /**
   * A cast after another reads what that reads, where the type between has room for every value of
   * the first and the result is the same.
   */
  @Override
  public @Nullable Rewrite joined(Node first, Node second, Surroundings around) {
    boolean isShort =
        first.is("Cast")
            && isShort(
                around.elementType(first.input(0)),
                around.elementType(second.input(0)),
                around.elementType(second.output(0)));
    return isShort ? Rewrite.of(second.withInputs(List.of(first.input(0))), Set.of(second)) : null;
  }

  /** Whether a cast from the first type to the last gives the same as by way of the middle. */
  private static boolean isShort(
      @Nullable ElementType first, @Nullable ElementType middle, @Nullable ElementType last) {
    Room from = room(first);
    Room by = room(middle);
    Room to = room(last);
    // Runtimes may round twice on the way from large integers to small floats.
    return from != null
        && by != null
        && to != null
        && by.holds(from)
        && (first == last || from.isFloat() == to.isFloat() || from.bits() == 1);
  }

  private static @Nullable Room room(@Nullable ElementType type) {
    return type == null ? null : ROOMS.get(type);
  }
}
