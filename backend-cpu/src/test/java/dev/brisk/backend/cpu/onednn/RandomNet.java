package dev.brisk.backend.cpu.onednn;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small networks of images, drawn at random, in float32 or with codes between their layers. */
final class RandomNet {
  /** About what a code stands for. */
  private static final float STEP = 0.05f;

  private final Random random;
  private final boolean quantized;
  private final GraphBuilder graph = Graph.builder("random");
  private int made;

  private RandomNet(long seed, boolean quantized) {
    this.random = new Random(seed);
    this.quantized = quantized;
  }

  /** A value of the network under construction. */
  private record Image(String value, int channels, int size) {}

  /** The network of a seed, float32[1,channels,size,size] to what its last layer makes. */
  static Model of(long seed, boolean quantized) {
    return new RandomNet(seed, quantized).model();
  }

  private Model model() {
    int channels = 1 + random.nextInt(8);
    int size = 5 + random.nextInt(9);
    graph.input("x", ElementType.FLOAT32, Shape.of(1, channels, size, size));
    Image image = coded(new Image("x", channels, size));
    int layers = 3 + random.nextInt(5);
    for (int i = 0; i < layers; i++) {
      image = coded(layer(image));
    }
    graph.output(image.value, ElementType.FLOAT32, null);
    return Model.of(graph.build(), ModelInfo.of(21));
  }

  private String name() {
    return "v" + made++;
  }

  private Image coded(Image image) {
    if (!quantized) {
      return image;
    }
    float scale = STEP * (0.8f + 0.4f * random.nextFloat());
    byte code = (byte) (96 + random.nextInt(64));
    String step = graph.initializer(name(), Tensor.of(new float[] {scale}));
    String zero = graph.initializer(name(), Tensor.ofBytes(ElementType.UINT8, new byte[] {code}));
    String codes = graph.node("QuantizeLinear", name(), List.of(image.value, step, zero));
    String numbers = graph.node("DequantizeLinear", name(), List.of(codes, step, zero));
    return new Image(numbers, image.channels, image.size);
  }

  private Image layer(Image image) {
    return switch (random.nextInt(10)) {
      case 0 -> same("Relu", image);
      case 1 -> same("Sigmoid", image);
      case 2 -> residual(image);
      case 3 -> pooled(image, "MaxPool");
      case 4 -> pooled(image, "AveragePool");
      case 5 -> joined(image);
      case 6 -> swish(image);
      case 7 -> convolution(image, image.channels, image.channels, 3);
      default -> convolution(image, 1 + random.nextInt(24), 1, random.nextBoolean() ? 1 : 3);
    };
  }

  private Image same(String operator, Image image) {
    return new Image(
        graph.node(operator, name(), List.of(image.value)), image.channels, image.size);
  }

  private Image swish(Image image) {
    Image convolved = convolution(image, 8, 1, 1);
    String gate = graph.node("Sigmoid", name(), List.of(convolved.value));
    String product = graph.node("Mul", name(), List.of(convolved.value, gate));
    return new Image(product, 8, image.size);
  }

  private Image residual(Image image) {
    Image other = coded(convolution(image, image.channels, 1, 3));
    String sum = graph.node("Add", name(), List.of(other.value, image.value));
    return random.nextBoolean()
        ? same("Relu", new Image(sum, image.channels, image.size))
        : new Image(sum, image.channels, image.size);
  }

  private Image joined(Image image) {
    Image other = coded(convolution(image, 1 + random.nextInt(8), 1, 1));
    String both =
        graph.node("Concat", name(), List.of(image.value, other.value), Attribute.of("axis", 1L));
    return new Image(both, image.channels + other.channels, image.size);
  }

  private Image pooled(Image image, String operator) {
    String made =
        graph.node(
            operator,
            name(),
            List.of(image.value),
            Attribute.of("kernel_shape", new long[] {3, 3}),
            Attribute.of("pads", new long[] {1, 1, 1, 1}));
    return new Image(made, image.channels, image.size);
  }

  /** With weights that keep the numbers of its result about as large as those of its input. */
  private Image convolution(Image image, int channels, int groups, int window) {
    int inputs = image.channels / groups;
    int count = channels * inputs * window * window;
    double spread = 1.2 / Math.sqrt(inputs * window * window);
    String weights = weights(count, spread, channels, inputs, window, window);
    float[] bias = new float[channels];
    for (int i = 0; i < channels; i++) {
      bias[i] = (float) (0.2 * random.nextGaussian());
    }
    String shift = graph.initializer(name(), Tensor.of(bias, channels));
    long pad = window / 2;
    String made =
        graph.node(
            "Conv",
            name(),
            List.of(image.value, weights, shift),
            Attribute.of("kernel_shape", new long[] {window, window}),
            Attribute.of("pads", new long[] {pad, pad, pad, pad}),
            Attribute.of("group", (long) groups));
    return new Image(made, channels, image.size);
  }

  private String weights(int count, double spread, long... dims) {
    float[] numbers = new float[count];
    byte[] codes = new byte[count];
    float scale = (float) (spread / 40);
    for (int i = 0; i < count; i++) {
      codes[i] = (byte) Math.max(-127, Math.min(127, Math.round(40 * random.nextGaussian())));
      numbers[i] = codes[i] * scale;
    }
    if (!quantized) {
      return graph.initializer(name(), Tensor.of(numbers, dims));
    }
    int channels = (int) dims[0];
    float[] scales = new float[channels];
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < channels; i++) {
      scales[i] = scale * (1 + random.nextInt(3)) / 2;
    }
    parts.add(graph.initializer(name(), Tensor.ofBytes(ElementType.INT8, codes, dims)));
    parts.add(graph.initializer(name(), Tensor.of(scales, channels)));
    parts.add(
        graph.initializer(name(), Tensor.ofBytes(ElementType.INT8, new byte[channels], channels)));
    return graph.node("DequantizeLinear", name(), parts, Attribute.of("axis", 0L));
  }
}
