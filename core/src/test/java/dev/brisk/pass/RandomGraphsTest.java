package dev.brisk.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brisk.ElementType;
import dev.brisk.Model;
import dev.brisk.ModelInfo;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.Attribute;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Node;
import dev.brisk.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random nets of what passes look for, tangled: outputs stay, and cleaning twice changes nothing.
 */
final class RandomGraphsTest {
  private final GraphBuilder graph = Graph.builder("random");
  private final List<String> images = new ArrayList<>();
  private final Map<String, Long> channels = new HashMap<>();
  private Random random = new Random();
  private int names;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void cleanup_keepsWhatIsComputed(int seed) {
    random = new Random(seed);
    graph.input(
        "x",
        ElementType.FLOAT32,
        Shape.of(new long[] {-1, 2, 6, 6}, new String[] {"batch", null, null, null}));
    image("x", 2);
    for (int i = 0; i < 25; i++) {
      add();
    }
    String last = images.get(images.size() - 1);
    graph.output(Value.tensor(last, ElementType.FLOAT32, null));
    String any = images.get(1 + random.nextInt(images.size() - 1));
    if (!any.equals(last)) {
      graph.output(Value.tensor(any, ElementType.FLOAT32, null));
    }
    Model model = Model.of(graph.build(), ModelInfo.of(17));
    Model clean = Agreement.check(Passes.CLEANUP, model, random, 1e-4);
    assertThat(Passes.apply(Passes.CLEANUP, clean)).isSameAs(clean);
  }

  private void image(String value, long depth) {
    images.add(value);
    channels.put(value, depth);
  }

  private String any() {
    int recent = Math.max(0, images.size() - 4);
    return images.get(recent + random.nextInt(images.size() - recent));
  }

  private String fresh() {
    return "v" + names++;
  }

  private String floats(long... dims) {
    return graph.initializer(fresh(), Agreement.floats(random, dims));
  }

  private String integers(long... values) {
    return graph.initializer(fresh(), Tensor.of(values, values.length));
  }

  private void add() {
    String input = any();
    long depth = channels.get(input);
    switch (random.nextInt(18)) {
      case 0, 1, 2 -> convolution(input, depth);
      case 3 -> normalization(input, depth);
      case 4 -> image(graph.node("Add", fresh(), List.of(input, floats(depth, 1, 1))), depth);
      case 5 -> image(graph.node("Mul", fresh(), List.of(floats(1, depth, 1, 1), input)), depth);
      case 6 -> image(graph.node("Relu", fresh(), List.of(input)), depth);
      case 7 -> image(graph.node("Identity", fresh(), List.of(input)), depth);
      case 8 -> reshape(input, depth);
      case 9 -> sum(input, depth);
      case 10 -> padded(input, depth);
      case 11 -> computedConstant(input, depth);
      case 12, 13 -> turned(input, depth);
      case 14, 15 -> moved(input, depth);
      case 16 -> converted(input, depth);
      case 17 -> dropout(input, depth);
      default -> image(graph.node("Cast", fresh(), List.of(input), Attribute.of("to", 1L)), depth);
    }
  }

  private void convolution(String input, long depth) {
    long group = random.nextBoolean() ? 1 : depth;
    long outputs = depth * (1 + random.nextInt(2));
    outputs = outputs > 8 ? depth : outputs;
    boolean transposed = random.nextInt(4) == 0;
    long[] weights =
        transposed
            ? new long[] {depth, outputs / group, 3, 3}
            : new long[] {outputs, depth / group, 3, 3};
    image(
        graph.node(
            transposed ? "ConvTranspose" : "Conv",
            fresh(),
            List.of(input, floats(weights)),
            Attribute.of("group", group),
            Attribute.of("pads", new long[] {1, 1, 1, 1})),
        outputs);
  }

  private void normalization(String input, long depth) {
    double[] variance = new double[(int) depth];
    for (int i = 0; i < depth; i++) {
      variance[i] = 0.5 + random.nextDouble();
    }
    String spread = graph.initializer(fresh(), Tensor.of(variance, depth).to(ElementType.FLOAT32));
    image(
        graph.node(
            "BatchNormalization",
            fresh(),
            List.of(input, floats(depth), floats(depth), floats(depth), spread)),
        depth);
  }

  /** Flattens the image by a shape computed from the input, and back. */
  private void reshape(String input, long depth) {
    String batch =
        graph.node(
            "Gather", fresh(), List.of(graph.node("Shape", fresh(), List.of(input)), integers(0)));
    String shape =
        graph.node("Concat", fresh(), List.of(batch, integers(-1)), Attribute.of("axis", 0L));
    String flat = graph.node("Reshape", fresh(), List.of(input, shape));
    String back = random.nextBoolean() ? integers(0, depth, 6, 6) : integers(-1, depth, 6, 6);
    image(graph.node("Reshape", fresh(), List.of(flat, back)), depth);
  }

  private void sum(String input, long depth) {
    String other = any();
    if (channels.get(other) == depth) {
      image(graph.node("Add", fresh(), List.of(input, other)), depth);
    }
  }

  private void padded(String input, long depth) {
    String pad = graph.node("Pad", fresh(), List.of(input, integers(0, 0, 1, 1, 0, 0, 1, 1)));
    if (random.nextBoolean()) {
      image(graph.node("Conv", fresh(), List.of(pad, floats(depth, depth, 3, 3))), depth);
    } else {
      Attribute kernel = Attribute.of("kernel_shape", new long[] {3, 3});
      String pool = random.nextBoolean() ? "MaxPool" : "AveragePool";
      image(graph.node(pool, fresh(), List.of(pad), kernel), depth);
    }
  }

  private void computedConstant(String input, long depth) {
    String turned = graph.node("Transpose", fresh(), List.of(floats(1, 1, depth)));
    image(
        graph.node("Div", fresh(), List.of(input, graph.node("Exp", fresh(), List.of(turned)))),
        depth);
  }

  /** Turned several times, at last back to where it was. */
  private void turned(String input, long depth) {
    int[] order = {0, 1, 2, 3};
    String turned = input;
    for (int i = random.nextInt(3); i >= 0; i--) {
      List<Integer> axes = new ArrayList<>(List.of(0, 1, 2, 3));
      Collections.shuffle(axes, random);
      turned = transpose(turned, axes.stream().mapToInt(axis -> axis).toArray(), order);
    }
    int[] back = new int[4];
    for (int axis = 0; axis < 4; axis++) {
      back[order[axis]] = axis;
    }
    image(transpose(turned, back, order), depth);
  }

  /** Transposes, and tells which axis of the first of all values stands where. */
  private String transpose(String value, int[] axes, int[] order) {
    int[] before = order.clone();
    for (int axis = 0; axis < 4; axis++) {
      order[axis] = before[axes[axis]];
    }
    long[] perm = IntStream.of(axes).asLongStream().toArray();
    return graph.node("Transpose", fresh(), List.of(value), Attribute.of("perm", perm));
  }

  /** Given other shapes, and its own again. */
  private void moved(String input, long depth) {
    String moved = input;
    for (int i = random.nextInt(3); i >= 0; i--) {
      moved =
          switch (random.nextInt(4)) {
            case 0 -> graph.node("Flatten", fresh(), List.of(moved), Attribute.of("axis", 1L));
            case 1 -> graph.node("Unsqueeze", fresh(), List.of(moved, integers(1)));
            case 2 -> graph.node("Reshape", fresh(), List.of(moved, integers(0, -1, 3)));
            default -> graph.node("Reshape", fresh(), List.of(moved, integers(2, -1)));
          };
    }
    image(graph.node("Reshape", fresh(), List.of(moved, integers(-1, depth, 6, 6))), depth);
  }

  /** Converted to a type that has room for it or has not, and back. */
  private void converted(String input, long depth) {
    long type = List.of(1L, 10L, 11L, 6L, 7L).get(random.nextInt(5));
    String between = graph.node("Cast", fresh(), List.of(input), Attribute.of("to", type));
    if (random.nextBoolean()) {
      between = graph.node("Cast", fresh(), List.of(between), Attribute.of("to", 11L));
    }
    image(graph.node("Cast", fresh(), List.of(between), Attribute.of("to", 1L)), depth);
  }

  private void dropout(String input, long depth) {
    String output = fresh();
    graph.node(Node.of("Dropout", "", List.of(input), List.of(output, fresh())));
    image(output, depth);
  }
}
