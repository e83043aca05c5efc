package dev.brisk.quantization.testing;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Builds small networks with seeded weights, and seeded samples for them. */
public final class Nets {
  private final GraphBuilder graph = Graph.builder("net");
  private final Random random;

  /** An empty network. */
  public Nets(long seed) {
    this.random = new Random(seed);
  }

  /** Adds a float32 input. */
  public String input(String name, long... dims) {
    return graph.input(name, ElementType.FLOAT32, Shape.of(dims));
  }

  /** Adds a float32 output. */
  public Nets output(String name, long... dims) {
    graph.output(name, ElementType.FLOAT32, Shape.of(dims));
    return this;
  }

  /** Adds normally distributed weights. */
  public String weights(String name, double deviation, long... dims) {
    float[] values = new float[Math.toIntExact(Shape.of(dims).elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return graph.initializer(name, Tensor.of(values, dims));
  }

  /** Adds a constant. */
  public String constant(String name, Tensor tensor) {
    return graph.initializer(name, tensor);
  }

  /** Adds a convolution that keeps the size of the image. */
  public String conv(String name, String input, int from, int to, int kernel) {
    return convBy(
        name,
        input,
        weights(name + "_w", 1.0 / Math.sqrt(from * kernel * kernel), to, from, kernel, kernel),
        weights(name + "_b", 0.1, to),
        kernel);
  }

  /** Adds a convolution with given weights. */
  public String convBy(String name, String input, String weights, String bias, int kernel) {
    long pad = kernel / 2;
    List<String> inputs = bias.isEmpty() ? List.of(input, weights) : List.of(input, weights, bias);
    return node(
        "Conv",
        name,
        inputs,
        Attribute.of("kernel_shape", new long[] {kernel, kernel}),
        Attribute.of("pads", new long[] {pad, pad, pad, pad}));
  }

  /** Adds a node whose name and output are the same. */
  public String node(String operator, String name, List<String> inputs, Attribute... attributes) {
    return graph.node(operator, name, inputs, attributes);
  }

  /** Adds any node. */
  public void node(Node node) {
    graph.node(node);
  }

  /** The network as a model. */
  public Model model(int opset) {
    return Model.of(graph.build(), ModelInfo.of(opset));
  }

  /**
   * Samples of normally distributed numbers for a model's float inputs, free dimensions being 2.
   */
  public static List<Map<String, Tensor>> samples(Model model, int count, long seed) {
    Random random = new Random(seed);
    List<Map<String, Tensor>> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Tensor> sample = new java.util.LinkedHashMap<>();
      model
          .inputs()
          .forEach(input -> sample.put(input.name(), normal(random, input.shape().withFree(2))));
      samples.add(sample);
    }
    return samples;
  }

  private static Tensor normal(Random random, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape.dims());
  }
}
