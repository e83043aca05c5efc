package dev.brisk.benchmarks;

import dev.brisk.Tensor;
import dev.brisk.benchmarks.formula.Columns;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the weights of a model that int4 made stand for, decoded after the format's definition.
 * Codes have 4 bits and zero points.
 */
final class CodedLayers {
  private final Graph exact;
  private final Graph coded;
  private final Map<String, Node> nodes = new LinkedHashMap<>();

  CodedLayers(Graph exact, Graph coded) {
    this.exact = exact;
    this.coded = coded;
    for (Node node : coded.nodes()) {
      if (node.operator().equals("MatMulNBits") || node.operator().equals("GatherBlockQuantized")) {
        nodes.put(node.label(), node);
      }
    }
  }

  /** The nodes of the float model whose weights became codes, in its order. */
  List<Node> layers() {
    return exact.nodes().stream().filter(node -> nodes.containsKey(node.label())).toList();
  }

  /** The weights of a node of a float model. */
  static Columns weights(Graph exact, Node layer) {
    boolean table = layer.is("Gather");
    Tensor tensor = tensor(exact, layer.input(table ? 0 : 1));
    float[] values = tensor.toFloatArray();
    int rows = (int) tensor.shape().dim(0);
    int columns = (int) tensor.shape().dim(1);
    if (table || layer.attributes().intOr("transB", 0) != 0) {
      return new Columns(values, columns);
    }
    float[] transposed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      transposed[i % columns * rows + i / columns] = values[i];
    }
    return new Columns(transposed, rows);
  }

  /** What they became, divisions of their inputs included. */
  Columns decoded(Node layer) {
    Node node = Objects.requireNonNull(nodes.get(layer.label()));
    if (layer.is("Gather")) {
      Tensor codes = tensor(coded, node.input(0));
      int length = (int) codes.shape().dim(1) * 2;
      return decoded(node, 0, 2, length, (int) codes.shape().dim(0), length);
    }
    int inputs = (int) node.attributes().intOr("K", 0);
    int block = block(node);
    int filled = (inputs + block - 1) / block * block;
    int columns = (int) node.attributes().intOr("N", 0);
    Columns decoded = decoded(node, 1, 2, inputs, columns, filled);
    float[] factors = factors(layer, node);
    return factors == null ? decoded : decoded.times(factors);
  }

  private Columns decoded(Node node, int at, int scalesAt, int length, int columns, int row) {
    int size = block(node);
    int blocks = (length + size - 1) / size;
    byte[] codes = tensor(coded, node.input(at)).toByteArray();
    float[] scales = tensor(coded, node.input(scalesAt)).toFloatArray();
    byte[] zeros = tensor(coded, node.input(3)).toByteArray();
    float[] weights = new float[columns * length];
    for (int i = 0; i < weights.length; i++) {
      int column = i / length;
      int input = i % length;
      int block = input / size;
      int zero = half(zeros, column * ((blocks + 1) / 2), block);
      int code = half(codes, column * row / 2, input);
      weights[i] = (code - zero) * scales[column * blocks + block];
    }
    return new Columns(weights, length);
  }

  private static int block(Node node) {
    return (int) node.attributes().intOr("block_size", 0);
  }

  private static int half(byte[] packed, int from, int place) {
    int both = packed[from + place / 2] & 0xFF;
    return place % 2 == 0 ? both & 15 : both >> 4;
  }

  /** What the inputs were multiplied by, by a node more or in the one that makes them. */
  private float @Nullable [] factors(Node layer, Node node) {
    Node before = exact.producer(layer.input(0));
    Node now = coded.producer(node.input(0));
    if (!node.input(0).equals(layer.input(0))) {
      return tensor(coded, Objects.requireNonNull(now).input(1)).toFloatArray();
    }
    if (before == null || now == null || before.input(1).equals(now.input(1))) {
      return null;
    }
    float[] factors = tensor(coded, now.input(1)).toFloatArray();
    float[] old = tensor(exact, before.input(1)).toFloatArray();
    for (int i = 0; i < factors.length; i++) {
      factors[i] /= old[i];
    }
    return factors;
  }

  private static Tensor tensor(Graph graph, String name) {
    Initializer found = graph.initializers().get(name);
    return Objects.requireNonNull(found, name).tensor();
  }
}
