package dev.brisk.quantization.half;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values whose numbers are positions, sizes or angles: what is read as such, and what that is
 * computed from by plain arithmetic. 16 bits tell no two pixels apart beyond 2048, or 256.
 */
final class Exactness {
  /** Who reads a value so, and as which inputs. */
  private static final Map<String, Set<Integer>> READERS =
      Map.of(
          "Cos", Set.of(0),
          "GridSample", Set.of(1),
          "MaxRoiPool", Set.of(1),
          "NonMaxSuppression", Set.of(0),
          "OneHot", Set.of(0, 1),
          "Range", Set.of(0, 1, 2),
          "Resize", Set.of(1, 2),
          "RoiAlign", Set.of(1),
          "Sin", Set.of(0),
          "Upsample", Set.of(1));

  /** What computes positions from positions. */
  private static final Set<String> ARITHMETIC =
      Set.of(
          "Abs",
          "Add",
          "Cast",
          "Ceil",
          "Clip",
          "Concat",
          "Div",
          "Expand",
          "Floor",
          "Gather",
          "Identity",
          "Max",
          "Min",
          "Mod",
          "Mul",
          "Neg",
          "Pow",
          "Reshape",
          "Round",
          "Slice",
          "Split",
          "Sqrt",
          "Squeeze",
          "Sub",
          "Tile",
          "Transpose",
          "Unsqueeze",
          "Where");

  private final Region region;
  private final Map<Node, Node> readers = new HashMap<>();

  Exactness(Region region) {
    this.region = region;
    Graph graph = region.graph();
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      Node reader = readers.get(node);
      for (int j = 0; j < node.inputs().size(); j++) {
        if (reader != null || reads(node, j)) {
          mark(node.input(j), reader == null ? node : reader);
        }
      }
    }
  }

  /** The node on whose account another must be exact; null if there is none. */
  @Nullable Node readerBehind(Node node) {
    return readers.get(node);
  }

  private void mark(String value, Node reader) {
    Node producer = region.graph().producer(value);
    if (producer != null
        && region.isFloat(value)
        && producer.domain().isEmpty()
        && ARITHMETIC.contains(producer.operator())) {
      readers.putIfAbsent(producer, reader);
    }
  }

  /** Whether a node reads an input as positions. */
  private boolean reads(Node node, int input) {
    if (node.is("Cast")) {
      return region.isFloat(node.input(0)) && isInteger(node.output(0));
    }
    return node.domain().isEmpty()
        && READERS.getOrDefault(node.operator(), Set.of()).contains(input);
  }

  private boolean isInteger(String value) {
    var type = region.elementType(value);
    return type != null && type.isInteger();
  }
}
