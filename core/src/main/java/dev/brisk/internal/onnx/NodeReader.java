package dev.brisk.internal.onnx;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Node;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code NodeProto}. */
final class NodeReader {
  private static final int ATTRIBUTE = WireType.tag(NodeFields.ATTRIBUTE, WireType.LENGTH);

  private final AttributeReader attributes;

  NodeReader(AttributeReader attributes) {
    this.attributes = attributes;
  }

  AttributeReader attributes() {
    return attributes;
  }

  /** Reads the node that is the field at which the reader stands. */
  Node read(WireReader field) {
    Bytes message = field.bytes();
    WireReader reader = field.nested(message);
    Kept kept = new Kept(message, MessageType.NODE);
    Map<String, Attribute> byName = new LinkedHashMap<>();
    Map<String, Bytes> encoded = new LinkedHashMap<>();
    while (reader.next()) {
      if (reader.tag() == ATTRIBUTE) {
        Attribute attribute = attributes.read(reader);
        byName.put(attribute.name(), attribute);
        Bytes earlier = encoded.put(attribute.name(), reader.encoded());
        if (earlier != null) {
          kept.add(earlier);
        }
      } else {
        kept.add(reader);
      }
    }
    return node(kept.extras(), Attributes.of(byName.values()));
  }

  private static Node node(Extras extras, Attributes attributes) {
    Origin origin = Origin.of(extras);
    return new Node(
        origin.name(NodeFields.NAME),
        NodeFields.domain(origin.name(NodeFields.DOMAIN)),
        origin.name(NodeFields.OP_TYPE),
        origin.name(NodeFields.OVERLOAD),
        origin.names(NodeFields.INPUT),
        origin.names(NodeFields.OUTPUT),
        attributes,
        extras);
  }
}
