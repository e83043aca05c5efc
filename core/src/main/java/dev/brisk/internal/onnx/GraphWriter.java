package dev.brisk.internal.onnx;

import dev.brisk.graph.Graph;
import dev.brisk.graph.Node;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireWriter;

/** Writes {@code GraphProto}. */
final class GraphWriter {
  private final TensorWriter tensors;
  private final NodeWriter nodes;

  GraphWriter(TensorWriter tensors) {
    this.tensors = tensors;
    this.nodes = new NodeWriter(new AttributeWriter(tensors, this));
  }

  NodeWriter nodes() {
    return nodes;
  }

  void write(WireWriter out, Graph graph) {
    new Rewrite(graph.extras()).name(GraphFields.NAME, graph.name()).writeTo(out);
    for (Node node : graph.nodes()) {
      out.message(GraphFields.NODE, inner -> nodes.write(inner, node));
    }
    graph
        .initializers()
        .values()
        .forEach(
            tensor -> out.message(GraphFields.INITIALIZER, inner -> tensors.write(inner, tensor)));
    graph.inputs().forEach(v -> out.message(GraphFields.INPUT, in -> ValueCodec.write(in, v)));
    graph.outputs().forEach(v -> out.message(GraphFields.OUTPUT, in -> ValueCodec.write(in, v)));
    graph
        .values()
        .values()
        .forEach(v -> out.message(GraphFields.VALUE_INFO, in -> ValueCodec.write(in, v)));
    graph
        .sparseInitializers()
        .values()
        .forEach(encoded -> out.bytes(GraphFields.SPARSE_INITIALIZER, Bytes.of(encoded)));
  }
}
