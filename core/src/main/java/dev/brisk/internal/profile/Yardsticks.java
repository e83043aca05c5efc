package dev.brisk.internal.profile;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.util.Arrays;
import java.util.List;

/** Models that do but one thing, to measure how fast that can be. */
final class Yardsticks {
  private static final int OPSET = 13;

  private Yardsticks() {}

  /** A product of two square matrices in float32, the second one being constant. */
  static Model floatProduct(int size) {
    GraphBuilder graph = Graph.builder("float32 product");
    float[] weights = new float[size * size];
    Arrays.fill(weights, 0.5f);
    graph.input("x", ElementType.FLOAT32, Shape.of(size, size));
    graph.initializer("w", Tensor.of(weights, size, size));
    graph.node("MatMul", "y", List.of("x", "w"));
    return squareOutput(graph, ElementType.FLOAT32, size);
  }

  /** The same in 8-bit integers with the result in the same. */
  static Model integerProduct(int size) {
    GraphBuilder graph = Graph.builder("int8 product");
    byte[] weights = new byte[size * size];
    Arrays.fill(weights, (byte) 3);
    graph.input("x", ElementType.UINT8, Shape.of(size, size));
    graph.initializer("scale", Tensor.of(new float[] {0.5f}));
    graph.initializer("zero", Tensor.ofBytes(ElementType.UINT8, new byte[1]));
    graph.initializer("w", Tensor.ofBytes(ElementType.INT8, weights, size, size));
    graph.initializer("w zero", Tensor.ofBytes(ElementType.INT8, new byte[1]));
    graph.node(
        "QLinearMatMul",
        "y",
        List.of("x", "scale", "zero", "w", "scale", "w zero", "scale", "zero"));
    return squareOutput(graph, ElementType.UINT8, size);
  }

  private static Model squareOutput(GraphBuilder graph, ElementType type, int size) {
    graph.output("y", type, Shape.of(size, size));
    return Model.of(graph.build(), ModelInfo.of(OPSET));
  }

  /** So many additions, each of which touches so many bytes, two thirds of them read. */
  static Model additions(long bytes, int count) {
    GraphBuilder graph = Graph.builder("additions");
    Shape shape = Shape.of(bytes / 3 / Float.BYTES);
    graph.input("v0", ElementType.FLOAT32, shape);
    graph.input("b", ElementType.FLOAT32, shape);
    for (int i = 0; i < count; i++) {
      graph.node("Add", "v" + (i + 1), List.of("v" + i, "b"));
    }
    graph.output("v" + count, ElementType.FLOAT32, shape);
    return Model.of(graph.build(), ModelInfo.of(OPSET));
  }

  /** So many operators, one after the other, each with one number to work on. */
  static Model chain(int length) {
    GraphBuilder graph = Graph.builder("chain");
    graph.input("v0", ElementType.FLOAT32, Shape.of(1));
    for (int i = 0; i < length; i++) {
      graph.node("Sin", "v" + (i + 1), List.of("v" + i));
    }
    graph.output("v" + length, ElementType.FLOAT32, Shape.of(1));
    return Model.of(graph.build(), ModelInfo.of(OPSET));
  }
}
