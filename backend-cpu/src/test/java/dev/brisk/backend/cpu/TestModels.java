package dev.brisk.backend.cpu;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.nio.FloatBuffer;
import java.util.List;

/** Models made in code. */
final class TestModels {
  private TestModels() {}

  /** {@code y = x + x}, float32[batch,2]. */
  static Model doubled() {
    GraphBuilder graph = Graph.builder("doubled");
    Shape shape = Shape.of(new long[] {-1, 2}, new String[] {"batch", null});
    graph.input("x", ElementType.FLOAT32, shape);
    graph.node("Add", "y", List.of("x", "x"));
    graph.output("y", ElementType.FLOAT32, shape);
    return model(graph);
  }

  /** {@code y = x w}, float32[1,width] to the same, all weights being the same. */
  static Model square(int width, float weight) {
    GraphBuilder graph = Graph.builder("square");
    Shape shape = Shape.of(1, width);
    Tensor weights = Tensor.allocate(ElementType.FLOAT32, Shape.of(width, width));
    FloatBuffer values = weights.asFloatBuffer();
    while (values.hasRemaining()) {
      values.put(weight);
    }
    graph.input("x", ElementType.FLOAT32, shape);
    graph.initializer("w", weights);
    graph.node("MatMul", "y", List.of("x", "w"));
    graph.output("y", ElementType.FLOAT32, shape);
    return model(graph);
  }

  /** {@code y = x} of a type, [4]. */
  static Model identity(ElementType type) {
    GraphBuilder graph = Graph.builder("identity");
    graph.input("x", type, Shape.of(4));
    graph.node("Identity", "y", List.of("x"));
    graph.output("y", type, Shape.of(4));
    return model(graph);
  }

  /** {@code y = cast(x)} of float32[3]. */
  static Model cast(ElementType type) {
    GraphBuilder graph = Graph.builder("cast");
    graph.input("x", ElementType.FLOAT32, Shape.of(3));
    graph.node("Cast", "y", List.of("x"), Attribute.of("to", type.onnxCode()));
    graph.output("y", type, Shape.of(3));
    return model(graph);
  }

  /** A convolution with ReLU on float32[1,3,16,16], in float or with QDQ around it. */
  static Model convolution(boolean quantized) {
    GraphBuilder graph = Graph.builder("convolution");
    graph.input("x", ElementType.FLOAT32, Shape.of(1, 3, 16, 16));
    byte[] codes = new byte[8 * 3 * 3 * 3];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (i % 11 - 5);
    }
    graph.initializer("codes", Tensor.ofBytes(ElementType.INT8, codes, 8, 3, 3, 3));
    graph.initializer("scale", Tensor.of(new float[] {0.1f}));
    graph.initializer("signed", Tensor.ofBytes(ElementType.INT8, new byte[1]));
    graph.initializer("unsigned", Tensor.ofBytes(ElementType.UINT8, new byte[1]));
    graph.node("DequantizeLinear", "w", List.of("codes", "scale", "signed"));
    String x = quantized ? rounded(graph, "x") : "x";
    graph.node("Conv", "conv", List.of(x, "w"));
    graph.node("Relu", "relu", List.of("conv"));
    if (quantized) {
      graph.node("Identity", "y", List.of(rounded(graph, "relu")));
    } else {
      graph.node("Identity", "y", List.of("relu"));
    }
    graph.output("y", ElementType.FLOAT32, Shape.of(1, 8, 14, 14));
    return model(graph);
  }

  private static String rounded(GraphBuilder graph, String value) {
    graph.node("QuantizeLinear", value + "_q", List.of(value, "scale", "unsigned"));
    return graph.node(
        "DequantizeLinear", value + "_dq", List.of(value + "_q", "scale", "unsigned"));
  }

  static Model model(GraphBuilder graph) {
    return Model.of(graph.build(), ModelInfo.of(21));
  }
}
