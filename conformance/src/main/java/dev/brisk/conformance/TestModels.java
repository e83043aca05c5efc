package dev.brisk.conformance;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.List;
import java.util.Random;

/** Small models of which the results are known without a runtime. */
final class TestModels {
  private static final int OPSET = 17;

  private TestModels() {}

  /** {@code y = x + x}, float32[batch,2]. */
  static Model doubled() {
    return doubled(Shape.of(new long[] {-1, 2}, new String[] {"batch", null}));
  }

  /** {@code y = x + x} of float32 and any shape. */
  static Model doubled(Shape shape) {
    GraphBuilder graph = Graph.builder("doubled");
    graph.input("x", ElementType.FLOAT32, shape);
    graph.node("Add", "y", List.of("x", "x"));
    graph.output("y", ElementType.FLOAT32, shape);
    return model(graph);
  }

  /** {@code y = max(0, x [[1,-1],[2,-2],[3,-3]] + [10, 20])}, float32[batch,3] to [batch,2]. */
  static Model dense() {
    GraphBuilder graph = Graph.builder("dense");
    graph.input("x", ElementType.FLOAT32, batch(3));
    graph.initializer("w", Tensor.of(new float[] {1, -1, 2, -2, 3, -3}, 3, 2));
    graph.initializer("b", Tensor.of(new float[] {10, 20}, 2));
    graph.node("MatMul", "product", List.of("x", "w"));
    graph.node("Add", "sum", List.of("product", "b"));
    graph.node("Relu", "y", List.of("sum"));
    graph.output("y", ElementType.FLOAT32, batch(2));
    return model(graph);
  }

  /** A 2 x 2 convolution with the weights 1 2 3 4 and the bias 0.5, float32[1,1,3,3] to 2 x 2. */
  static Model convolution() {
    GraphBuilder graph = Graph.builder("convolution");
    graph.input("image", ElementType.FLOAT32, Shape.of(1, 1, 3, 3));
    graph.initializer("w", Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2));
    graph.initializer("b", Tensor.of(new float[] {0.5f}, 1));
    graph.node(
        "Conv", "y", List.of("image", "w", "b"), Attribute.of("kernel_shape", new long[] {2, 2}));
    graph.output("y", ElementType.FLOAT32, Shape.of(1, 1, 2, 2));
    return model(graph);
  }

  /** {@code difference = a - b} and {@code sum = a + b}, in this order, of float32[2]. */
  static Model sumAndDifference() {
    GraphBuilder graph = Graph.builder("sum_and_difference");
    graph.input("a", ElementType.FLOAT32, Shape.of(2));
    graph.input("b", ElementType.FLOAT32, Shape.of(2));
    graph.node("Add", "sum", List.of("a", "b"));
    graph.node("Sub", "difference", List.of("a", "b"));
    graph.output("difference", ElementType.FLOAT32, Shape.of(2));
    graph.output("sum", ElementType.FLOAT32, Shape.of(2));
    return model(graph);
  }

  /** {@code y = x} of a type, [4]. */
  static Model identity(ElementType type) {
    GraphBuilder graph = Graph.builder("identity_" + type);
    graph.input("x", type, Shape.of(4));
    graph.node("Identity", "y", List.of("x"));
    graph.output("y", type, Shape.of(4));
    return model(graph);
  }

  /** {@code y} gives {@code x}, {@code z} an initializer and {@code w} that initializer itself. */
  static Model passedThrough() {
    GraphBuilder graph = Graph.builder("passed_through");
    graph.input("x", ElementType.FLOAT32, Shape.of(2));
    graph.initializer("w", Tensor.of(new float[] {7, 8}, 2));
    graph.node("Identity", "y", List.of("x"));
    graph.node("Identity", "z", List.of("w"));
    for (String output : List.of("y", "z", "w")) {
      graph.output(output, ElementType.FLOAT32, Shape.of(2));
    }
    return model(graph);
  }

  /** The places of what is not zero: {@code places} int64[1,count] of {@code x} float32[4]. */
  static Model nonZero() {
    GraphBuilder graph = Graph.builder("non_zero");
    graph.input("x", ElementType.FLOAT32, Shape.of(4));
    graph.node("NonZero", "places", List.of("x"));
    graph.output(
        "places", ElementType.INT64, Shape.of(new long[] {1, -1}, new String[] {null, "count"}));
    return model(graph);
  }

  /** {@code y = 2 x}, whose declared shape is only right for one row. */
  static Model wronglyDeclared() {
    GraphBuilder graph = Graph.builder("wrongly_declared");
    graph.input("x", ElementType.FLOAT32, batch(2));
    graph.node("Add", "y", List.of("x", "x"));
    graph.output("y", ElementType.FLOAT32, Shape.of(1, 2));
    return model(graph);
  }

  /** Input {@code image} float32[1,3,4,5], output {@code y} of the same shape. */
  static Model image() {
    GraphBuilder graph = Graph.builder("image");
    graph.input("image", ElementType.FLOAT32, Shape.of(1, 3, 4, 5));
    graph.node("Relu", "y", List.of("image"));
    graph.output("y", ElementType.FLOAT32, Shape.of(1, 3, 4, 5));
    return model(graph);
  }

  /** {@code z = a + b}, where a run fails if the free lengths differ. */
  static Model sumOfFreeLengths() {
    GraphBuilder graph = Graph.builder("sum_of_free_lengths");
    Shape free = Shape.of(Shape.FREE);
    graph.input("a", ElementType.FLOAT32, free);
    graph.input("b", ElementType.FLOAT32, free);
    graph.node("Add", "z", List.of("a", "b"));
    graph.output("z", ElementType.FLOAT32, free);
    return model(graph);
  }

  /** An operator that nobody has. */
  static Model unknownOperator() {
    GraphBuilder graph = Graph.builder("unknown_operator");
    graph.input("x", ElementType.FLOAT32, Shape.of(2));
    graph.node(
        new Node(
            "mystery",
            "",
            "Mystery",
            "",
            List.of("x"),
            List.of("y"),
            dev.brisk.graph.Attributes.NONE,
            dev.brisk.graph.Extras.NONE));
    graph.output("y", ElementType.FLOAT32, Shape.of(2));
    return model(graph);
  }

  /**
   * Matrix products one after the other, float32[rows,width] to the same: something to wait for.
   */
  static Model products(int count, int rows, int width, long seed) {
    GraphBuilder graph = Graph.builder("products");
    Random random = new Random(seed);
    String value = graph.input("x", ElementType.FLOAT32, Shape.of(rows, width));
    for (int i = 0; i < count; i++) {
      float[] weights = new float[width * width];
      for (int j = 0; j < weights.length; j++) {
        weights[j] = (random.nextFloat() - 0.5f) * 2 / (float) Math.sqrt(width);
      }
      String weight = graph.initializer("w" + i, Tensor.of(weights, width, width));
      value = graph.node("MatMul", i == count - 1 ? "y" : "v" + i, List.of(value, weight));
    }
    graph.output("y", ElementType.FLOAT32, Shape.of(rows, width));
    return model(graph);
  }

  private static Shape batch(long width) {
    return Shape.of(new long[] {-1, width}, new String[] {"batch", null});
  }

  private static Model model(GraphBuilder graph) {
    return Model.of(graph.build(), ModelInfo.of(OPSET));
  }
}
