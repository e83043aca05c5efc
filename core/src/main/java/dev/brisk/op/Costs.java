package dev.brisk.op;

import dev.brisk.InvalidInputException;
import dev.brisk.InvalidModelException;
import dev.brisk.Model;
import dev.brisk.Shape;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongBiFunction;

/** What one run of a model costs, told from its graph alone. */
public final class Costs {
  private final ToLongBiFunction<Operator, InferenceContext> cost;

  private Costs(ToLongBiFunction<Operator, InferenceContext> cost) {
    this.cost = cost;
  }

  /**
   * The multiply-adds of each node in one run: of convolutions, matrix products and recurrent
   * layers, quantized ones included; 0 for all others. Twice their sum is what is known as FLOPs.
   *
   * <p>Sizes that stay unknown count as 1. A node with subgraphs counts what its costliest subgraph
   * does when run once.
   *
   * @param inputShapes the shapes of inputs by name; free dimensions of the others count as 1,
   *     unless a given shape tells what their symbol stands for
   * @return by node, all nodes of the main graph in order
   * @throws dev.brisk.InvalidInputException if there is no such input, or the shape does not fit it
   * @throws dev.brisk.InvalidModelException if the inputs of a node do not fit it, or a node costs
   *     more than a long counts
   */
  public static Map<Node, Long> macs(Model model, Map<String, Shape> inputShapes) {
    return new Costs(Operator::macs).of(model, inputShapes);
  }

  /**
   * The arithmetic of each node in one run, see {@link Operator#operations}: twice the
   * multiply-adds of products, and what all others add, multiply, compare, divide and so on.
   *
   * @param inputShapes as for {@link #macs}
   * @return by node, all nodes of the main graph in order
   * @throws dev.brisk.InvalidInputException if there is no such input, or the shape does not fit it
   * @throws dev.brisk.InvalidModelException if the inputs of a node do not fit it, or a node costs
   *     more than a long counts
   */
  public static Map<Node, Long> operations(Model model, Map<String, Shape> inputShapes) {
    return new Costs(Operator::operations).of(model, inputShapes);
  }

  private Map<Node, Long> of(Model model, Map<String, Shape> inputShapes) {
    Scope scope = ShapeInference.scope(model, complete(model.graph(), inputShapes));
    Map<Node, Long> costs = new LinkedHashMap<>();
    for (Node node : model.graph().nodes()) {
      costs.put(node, of(scope, node));
    }
    return costs;
  }

  /** The given shapes, and for the other inputs what follows: symbols bound, all else 1. */
  private static Map<String, Shape> complete(Graph graph, Map<String, Shape> given) {
    Map<String, Long> sizes = new HashMap<>();
    for (Value input : graph.inputs()) {
      Shape declared = input.shape();
      Shape shape = given.get(input.name());
      for (int axis = 0; declared != null && shape != null && axis < shape.rank(); axis++) {
        if (axis < declared.rank() && declared.symbol(axis) != null) {
          sizes.put(declared.symbol(axis), shape.dim(axis));
        }
      }
    }
    Map<String, Shape> all = new HashMap<>(given);
    for (Value input : graph.inputs()) {
      Shape declared = input.shape();
      if (declared != null) {
        all.putIfAbsent(input.name(), bound(declared, sizes));
      }
    }
    return all;
  }

  private static Shape bound(Shape declared, Map<String, Long> sizes) {
    Shape bound = declared;
    for (int axis = 0; axis < declared.rank(); axis++) {
      String symbol = declared.symbol(axis);
      if (symbol != null) {
        bound = bound.withDim(axis, sizes.getOrDefault(symbol, 1L));
      }
    }
    return bound.withFree(1);
  }

  private long of(Scope scope, Node node) {
    try {
      long costliest = 0;
      for (Graph subgraph : node.subgraphs()) {
        Scope inner = scope.inner(subgraph);
        costliest = Math.max(costliest, inner == null ? 0 : of(inner));
      }
      Operator operator = scope.operator(node);
      long own = operator == null ? 0 : cost.applyAsLong(operator, scope.inference(node));
      return Math.addExact(costliest, own);
    } catch (ArithmeticException | InvalidInputException e) {
      throw new InvalidModelException("Node " + node + " costs more than a long counts", e);
    }
  }

  private long of(Scope scope) {
    long sum = 0;
    for (Node node : scope.graph().nodes()) {
      sum = Math.addExact(sum, of(scope, node));
    }
    return sum;
  }
}
