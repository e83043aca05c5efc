package dev.brisk.benchmarks;

import dev.brisk.Accelerators;
import dev.brisk.ElementType;
import dev.brisk.Executable;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.util.List;
import java.util.Map;

/** Products of large matrices in float32, by ONNX Runtime. For one thread. */
final class Products implements AutoCloseable {
  private static final int OPSET = 17;

  private final Executable executable;

  Products() {
    GraphBuilder graph = Graph.builder("product");
    String left = graph.input("left", ElementType.FLOAT32, Shape.of(Shape.FREE, Shape.FREE));
    String right = graph.input("right", ElementType.FLOAT32, Shape.of(Shape.FREE, Shape.FREE));
    graph.node("MatMul", "product", List.of(left, right));
    graph.output("product", ElementType.FLOAT32, Shape.of(Shape.FREE, Shape.FREE));
    executable =
        Accelerators.named("onnxruntime").compile(Model.of(graph.build(), ModelInfo.of(OPSET)));
  }

  /** The product, which the caller closes. */
  Tensor of(Tensor left, Tensor right) {
    return executable.run(Map.of("left", left, "right", right)).values().iterator().next();
  }

  @Override
  public void close() {
    executable.close();
  }
}
