package dev.brisk.conformance;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A network that every quantizer can quantize: {@code x} float32[batch,64] to {@code y}
 * float32[batch,16] through the nodes {@code first} and {@code second}, a Gemm each, and {@code
 * third}, a MatMul, with a Relu between them.
 */
final class Perceptron {
  static final int INPUTS = 64;
  static final int HIDDEN = 96;
  static final int OUTPUTS = 16;

  private Perceptron() {}

  static Model model(long seed) {
    Random random = new Random(seed);
    GraphBuilder graph = Graph.builder("perceptron");
    graph.input("x", ElementType.FLOAT32, batch(INPUTS));
    weights(graph, random, "first_weights", INPUTS, HIDDEN);
    weights(graph, random, "second_weights", HIDDEN, HIDDEN);
    weights(graph, random, "third_weights", HIDDEN, OUTPUTS);
    graph.initializer("first_bias", Tensor.of(gaussians(random, HIDDEN, 0.1), HIDDEN));
    graph.initializer("second_bias", Tensor.of(gaussians(random, HIDDEN, 0.1), HIDDEN));
    graph.node("Gemm", "first", List.of("x", "first_weights", "first_bias"));
    graph.node("Relu", "first_relu", List.of("first"));
    graph.node("Gemm", "second", List.of("first_relu", "second_weights", "second_bias"));
    graph.node("Relu", "second_relu", List.of("second"));
    graph.node("MatMul", "third", List.of("second_relu", "third_weights"));
    graph.node("Identity", "y", List.of("third"));
    graph.output("y", ElementType.FLOAT32, batch(OUTPUTS));
    return Model.of(graph.build(), ModelInfo.of(17));
  }

  /** {@code first} alone, without its bias: {@code x} to {@code y} float32[batch,96]. */
  static Model oneLayer(long seed) {
    GraphBuilder graph = Graph.builder("one_layer");
    graph.input("x", ElementType.FLOAT32, batch(INPUTS));
    weights(graph, new Random(seed), "first_weights", INPUTS, HIDDEN);
    graph.node("MatMul", "first", List.of("x", "first_weights"));
    graph.node("Identity", "y", List.of("first"));
    graph.output("y", ElementType.FLOAT32, batch(HIDDEN));
    return Model.of(graph.build(), ModelInfo.of(17));
  }

  /** Samples of two rows each. */
  static List<Map<String, Tensor>> samples(long seed, int count) {
    Random random = new Random(seed);
    return IntStream.range(0, count).mapToObj(i -> sample(random, 2)).toList();
  }

  /** A sample of some rows. */
  static Map<String, Tensor> sample(long seed, int rows) {
    return sample(new Random(seed), rows);
  }

  private static Map<String, Tensor> sample(Random random, int rows) {
    return Map.of("x", Tensor.of(gaussians(random, rows * INPUTS, 1), rows, INPUTS));
  }

  private static void weights(
      GraphBuilder graph, Random random, String name, int rows, int columns) {
    float[] values = gaussians(random, rows * columns, 1 / Math.sqrt(rows));
    graph.initializer(name, Tensor.of(values, rows, columns));
  }

  private static float[] gaussians(Random random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  private static Shape batch(long width) {
    return Shape.of(new long[] {-1, width}, new String[] {"batch", null});
  }
}
