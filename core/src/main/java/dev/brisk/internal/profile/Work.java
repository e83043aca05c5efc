package dev.brisk.internal.profile;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.op.Costs;
import dev.brisk.op.ShapeInference;
import dev.brisk.op.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What nodes of a model have to do in one run. */
final class Work {
  private final Graph graph;
  private final Types types;
  private final Map<Node, Long> macs;
  private final Map<Node, Long> operations;

  Work(Model model, Map<String, Shape> inputShapes) {
    graph = model.graph();
    types = ShapeInference.infer(model, inputShapes);
    macs = Costs.macs(model, inputShapes);
    operations = Costs.operations(model, inputShapes);
  }

  long macs(Node node) {
    return macs.getOrDefault(node, 0L);
  }

  /**
   * All arithmetic of the nodes. Of conversions that are merged with what computes on the codes,
   * nothing is left to do.
   */
  long operations(List<Node> nodes) {
    return nodes.stream()
        .filter(node -> nodes.size() == 1 || !isMergedConversion(node))
        .mapToLong(node -> operations.getOrDefault(node, 0L))
        .sum();
  }

  private static boolean isMergedConversion(Node node) {
    return node.is("QuantizeLinear") || node.is("DequantizeLinear");
  }

  /** The operations of products, a multiply-add being two. */
  long flops(List<Node> nodes) {
    return 2 * nodes.stream().mapToLong(this::macs).sum();
  }

  /** The operations of all products of a run. */
  long flops() {
    return 2 * macs.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * What the nodes read from outside and write to outside, values between them not counted; of a
   * table that is looked up in, as much as is found.
   */
  long bytes(List<Node> nodes) {
    Set<Node> inside = Set.copyOf(nodes);
    Set<String> made = new HashSet<>();
    nodes.forEach(node -> made.addAll(node.outputs()));
    Set<String> read = new HashSet<>();
    long bytes = 0;
    for (Node node : nodes) {
      for (String value : node.reads()) {
        if (!made.contains(value) && read.add(value)) {
          bytes += node.is("Gather") && value.equals(node.input(0)) ? written(node) : size(value);
        }
      }
      for (String value : node.outputs()) {
        boolean wanted = graph.isOutput(value) || !inside.containsAll(graph.consumers(value));
        bytes += wanted ? size(value) : 0;
      }
    }
    return bytes;
  }

  private long written(Node node) {
    return node.outputs().stream().mapToLong(this::size).sum();
  }

  private long size(String value) {
    Shape shape = types.shape(value);
    ElementType type = types.elementType(value);
    if (value.isEmpty() || shape == null || type == null || !shape.isStatic()) {
      return 0;
    }
    return type == ElementType.STRING ? 0 : type.byteSize(shape.elements());
  }
}
