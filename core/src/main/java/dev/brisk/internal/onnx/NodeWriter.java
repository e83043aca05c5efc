package dev.brisk.internal.onnx;

import dev.brisk.graph.Node;
import dev.brisk.internal.protobuf.WireWriter;

/** Writes {@code NodeProto}. */
final class NodeWriter {
  private final AttributeWriter attributes;

  NodeWriter(AttributeWriter attributes) {
    this.attributes = attributes;
  }

  AttributeWriter attributes() {
    return attributes;
  }

  void write(WireWriter out, Node node) {
    Origin origin = Origin.of(node.extras());
    Rewrite rewrite =
        new Rewrite(origin)
            .names(NodeFields.INPUT, node.inputs())
            .names(NodeFields.OUTPUT, node.outputs())
            .name(NodeFields.NAME, node.name())
            .name(NodeFields.OP_TYPE, node.operator())
            .name(NodeFields.OVERLOAD, node.overload());
    if (!NodeFields.domain(origin.name(NodeFields.DOMAIN)).equals(node.domain())) {
      rewrite.name(NodeFields.DOMAIN, node.domain());
    }
    rewrite.writeTo(out);
    node.attributes()
        .all()
        .forEach(
            attribute ->
                out.message(NodeFields.ATTRIBUTE, inner -> attributes.write(inner, attribute)));
  }
}
