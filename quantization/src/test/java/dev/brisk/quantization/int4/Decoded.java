package dev.brisk.quantization.int4;

import dev.brisk.Model;
import dev.brisk.Tensor;
import dev.brisk.graph.Graph;
import dev.brisk.graph.GraphBuilder;
import dev.brisk.graph.Initializer;
import dev.brisk.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Models with codes in blocks turned back to plain ones, decoded after the format's definition. */
final class Decoded {
  private final Graph graph;
  private final GraphBuilder builder;

  private Decoded(Graph graph) {
    this.graph = graph;
    this.builder = graph.toBuilder();
  }

  /** The model with MatMul and Gather of floats. */
  static Model of(Model model) {
    return model.withGraph(new Decoded(model.graph()).plain());
  }

  private Graph plain() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      nodes.add(
          switch (node.operator()) {
            case "MatMulNBits" -> product(node);
            case "GatherBlockQuantized" -> lookup(node);
            default -> node;
          });
    }
    return builder.nodes(nodes).build();
  }

  private Node product(Node node) {
    int inputs = (int) node.attributes().intOr("K", 0);
    int columns = (int) node.attributes().intOr("N", 0);
    float[] byColumn = weights(node, 1, 2, inputs, columns, true);
    float[] weights = new float[byColumn.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = byColumn[i % columns * inputs + i / columns];
    }
    String name = node.output(0) + "_decoded";
    builder.initializer(name, Tensor.of(weights, inputs, columns));
    return Node.of("MatMul", node.name(), List.of(node.input(0), name), node.outputs());
  }

  private Node lookup(Node node) {
    Tensor codes = tensor(node, 0);
    int rows = (int) codes.shape().dim(0);
    int bits = (int) node.attributes().intOr("bits", 4);
    int length = (int) codes.shape().dim(1) * 8 / bits;
    String name = node.output(0) + "_decoded";
    builder.initializer(name, Tensor.of(weights(node, 0, 2, length, rows, false), rows, length));
    return Node.of("Gather", node.name(), List.of(name, node.input(1)), node.outputs());
  }

  private float[] weights(
      Node node, int input, int scaleInput, int length, int columns, boolean filled) {
    int bits = (int) node.attributes().intOr("bits", 4);
    int block = (int) node.attributes().intOr("block_size", 0);
    int blocks = (length + block - 1) / block;
    byte[] codes = tensor(node, input).toByteArray();
    float[] scales = tensor(node, scaleInput).toFloatArray();
    byte[] zeros = node.input(3).isEmpty() ? new byte[0] : tensor(node, 3).toByteArray();
    int row = filled ? blocks * block : length;
    float[] weights = new float[columns * length];
    for (int column = 0; column < columns; column++) {
      for (int k = 0; k < length; k++) {
        int at = k / block;
        int zero = zeros.length == 0 ? 1 << (bits - 1) : code(zeros, column, blocks, at, bits);
        int code = code(codes, column, row, k, bits);
        weights[column * length + k] = (code - zero) * scales[column * blocks + at];
      }
    }
    return weights;
  }

  private static int code(byte[] packed, int row, int length, int place, int bits) {
    if (bits == 8) {
      return packed[row * length + place] & 0xFF;
    }
    int both = packed[row * ((length + 1) / 2) + place / 2] & 0xFF;
    return place % 2 == 0 ? both & 15 : both >> 4;
  }

  private Tensor tensor(Node node, int input) {
    Initializer found = graph.initializers().get(node.input(input));
    return Objects.requireNonNull(found).tensor();
  }
}
