package dev.brisk.quantization.smoothing;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.graph.FreshNames;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphPatch;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import dev.brisk.quantization.finish.Unused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A graph in which the channels of some values shrink by powers of two and the weights of the
 * layers that read them grow by these. Not thread-safe.
 */
final class SmoothedGraph {
  private static final String SUFFIX = "_smoothed";

  private final Set<String> excluded;
  private Graph graph;

  /**
   * A graph that is yet as it was.
   *
   * @param excluded the labels of nodes that must stay as they are
   */
  SmoothedGraph(Graph graph, Set<String> excluded) {
    this.graph = graph;
    this.excluded = excluded;
  }

  /** The graph as it has become. */
  Graph graph() {
    return graph;
  }

  /**
   * Whether the nodes that make a value can make it smaller, so that nothing more has to run.
   *
   * @param layers the labels of the layers whose weights grow instead
   */
  boolean folds(String value, Set<String> layers, int channels) {
    boolean all =
        graph.consumers(value).stream()
            .allMatch(node -> layers.contains(node.label()) || node.is("Shape"));
    return all && !graph.isOutput(value) && canShrink(value, channels);
  }

  private boolean canShrink(String value, int channels) {
    Node node = graph.producer(value);
    if (node == null || excluded.contains(node.label()) || node.outputs().size() != 1) {
      return false;
    }
    return switch (node.operator()) {
      case "Relu", "LeakyRelu" -> isBetween(node.input(0)) && canShrink(node.input(0), channels);
      case "LayerNormalization" ->
          isVector(node.input(1), channels)
              && (node.input(2).isEmpty() || isVector(node.input(2), channels));
      case "RMSNormalization", "SimplifiedLayerNormalization" -> isVector(node.input(1), channels);
      case "Mul" -> isVector(node.input(1), channels) || isVector(node.input(0), channels);
      case "Add" -> {
        int addend = addend(node, channels);
        yield addend >= 0 && canShrink(node.input(1 - addend), channels);
      }
      case "MatMul" -> isMatrix(node, channels);
      case "Gemm" ->
          isMatrix(node, channels)
              && (node.input(2).isEmpty() || isVector(node.input(2), channels));
      default -> false;
    };
  }

  /** Whether a value has one reader and is no output. */
  private boolean isBetween(String value) {
    return graph.consumers(value).size() == 1 && !graph.isOutput(value);
  }

  /** Which input of an Add is a constant for each channel, the other being made for it alone. */
  private int addend(Node add, int channels) {
    for (int i = 0; i < 2; i++) {
      if (isVector(add.input(i), channels) && isBetween(add.input(1 - i))) {
        return i;
      }
    }
    return -1;
  }

  private boolean isFloats(String value) {
    Initializer constant = graph.constant(value);
    return constant != null && constant.elementType() == ElementType.FLOAT32;
  }

  /** Whether a value is a constant of a number for each channel, the last dimension. */
  private boolean isVector(String value, int channels) {
    if (!isFloats(value)) {
      return false;
    }
    Shape shape = constant(value).shape();
    return shape.rank() > 0
        && shape.elements() == channels
        && shape.dim(shape.rank() - 1) == channels;
  }

  /** Whether a product's weights are a constant matrix for so many outputs. */
  private boolean isMatrix(Node product, int channels) {
    if (!isFloats(product.input(1))) {
      return false;
    }
    Shape shape = constant(product.input(1)).shape();
    return shape.rank() == 2 && shape.dim(Columns.transposed(product) ? 0 : 1) == channels;
  }

  /**
   * Shrinks a value and lets weights grow.
   *
   * @param layers the labels of the layers that read it and are to grow
   * @param exponents how many times to halve each channel
   */
  void apply(String value, Set<String> layers, int[] exponents) {
    name();
    String read = value;
    String shrunken;
    if (folds(value, layers, exponents.length)) {
      shrink(value, exponents);
      shrunken = rename(value);
      read = shrunken;
    } else {
      shrunken = insert(value, exponents);
    }
    GraphPatch patch = new GraphPatch();
    FreshNames names = FreshNames.of(graph);
    for (Node node : graph.consumers(read)) {
      if (layers.contains(node.label())) {
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, shrunken);
        String weights = node.input(1);
        Tensor grown = grown(node, constant(weights), exponents);
        inputs.set(1, add(patch, names, node.output(0) + "_weights", grown));
        patch.replace(node, node.withInputs(inputs));
      }
    }
    graph = Unused.drop(patch.apply(graph));
  }

  /** Gives nodes that have no name their labels for names, which hang on the results' names. */
  private void name() {
    GraphPatch patch = new GraphPatch();
    for (Node node : graph.nodes()) {
      if (node.name().isEmpty()) {
        patch.replace(node, node.withName(node.label()));
      }
    }
    graph = patch.isEmpty() ? graph : patch.apply(graph);
  }

  private String rename(String value) {
    String name = FreshNames.of(graph).make(value + SUFFIX);
    graph = new GraphPatch().rename(value, name).apply(graph);
    return name;
  }

  private String insert(String value, int[] exponents) {
    FreshNames names = FreshNames.of(graph);
    GraphPatch patch = new GraphPatch();
    String name = names.make(value + SUFFIX);
    float[] factors = new float[exponents.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = Math.scalb(1f, -exponents[i]);
    }
    String constant = add(patch, names, value + "_factors", Tensor.of(factors, factors.length));
    patch.add(Node.of("Mul", name, List.of(value, constant), List.of(name)));
    graph = patch.apply(graph);
    return name;
  }

  private void shrink(String value, int[] exponents) {
    Node node = Objects.requireNonNull(graph.producer(value), value);
    switch (node.operator()) {
      case "Relu", "LeakyRelu" -> shrinkInput(node, 0, exponents);
      case "LayerNormalization", "Gemm" -> scale(node, exponents, 1, 2);
      case "Mul" -> scale(node, exponents, isVector(node.input(1), exponents.length) ? 1 : 0);
      case "Add" -> {
        int addend = addend(node, exponents.length);
        scale(node, exponents, addend);
        shrinkInput(node, 1 - addend, exponents);
      }
      default -> scale(node, exponents, 1);
    }
  }

  private void shrinkInput(Node node, int input, int[] exponents) {
    String value = node.input(input);
    shrink(value, exponents);
    rename(value);
  }

  /** Shrinks constants of a node, by their last dimension or that of its outputs. */
  private void scale(Node node, int[] exponents, int... constants) {
    GraphPatch patch = new GraphPatch();
    FreshNames names = FreshNames.of(graph);
    List<String> inputs = new ArrayList<>(node.inputs());
    for (int input : constants) {
      if (!node.input(input).isEmpty()) {
        Initializer constant = constant(node.input(input));
        boolean rows = input == 1 && Columns.transposed(node);
        inputs.set(input, add(patch, names, constant.name(), shrunk(constant, rows, exponents)));
      }
    }
    graph = Unused.drop(patch.replace(node, node.withInputs(inputs)).apply(graph));
  }

  private static Tensor shrunk(Initializer constant, boolean rows, int[] exponents) {
    float[] values = constant.tensor().toFloatArray();
    int inner = rows ? values.length / exponents.length : 1;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], -exponents[i / inner % exponents.length]);
    }
    return Tensor.of(values, constant.shape().dims());
  }

  private static Tensor grown(Node layer, Initializer weights, int[] exponents) {
    float[] values = weights.tensor().toFloatArray();
    int outputs = Columns.transposed(layer) ? 1 : values.length / exponents.length;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], exponents[i / outputs % exponents.length]);
    }
    return Tensor.of(values, weights.shape().dims());
  }

  private static String add(GraphPatch patch, FreshNames names, String wanted, Tensor tensor) {
    String name = names.make(wanted + SUFFIX);
    patch.initializer(Initializer.of(name, tensor));
    return name;
  }

  private Initializer constant(String value) {
    return Objects.requireNonNull(graph.constant(value), value);
  }
}
