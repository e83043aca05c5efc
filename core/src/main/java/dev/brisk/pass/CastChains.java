package dev.brisk.pass;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Node;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets a Cast that reads another one read what that reads, where the type between has room for
 * every value of the first and the result is the same.
 */
final class CastChains implements Pass {
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
  public String name() {
    return "cast-chains";
  }

  @Override
  public GraphPatch next(Model model) {
    Graph graph = model.graph();
    GraphPatch patch = new GraphPatch();
    Types types = null;
    for (Node node : graph.nodes()) {
      Node before = node.is("Cast") ? graph.producer(node.input(0)) : null;
      if (before != null && before.is("Cast")) {
        types = types == null ? ShapeInference.prove(model) : types;
        ElementType first = types.elementType(before.input(0));
        if (isShort(first, types.elementType(node.input(0)), types.elementType(node.output(0)))) {
          patch.replace(node, node.withInputs(List.of(before.input(0))));
        }
      }
    }
    return patch;
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
