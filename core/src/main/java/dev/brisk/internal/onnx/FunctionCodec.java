package dev.brisk.internal.onnx;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attributes;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Function;
import dev.brisk.graph.Node;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import dev.brisk.internal.protobuf.WireWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes {@code FunctionProto}: operators that a model defines. */
final class FunctionCodec {
  private static final int NAME = 1;
  private static final int INPUT = 4;
  private static final int OUTPUT = 5;
  private static final int NODE = 7;
  private static final int OPSET_IMPORT = 9;
  private static final int DOMAIN = 10;
  private static final int DEFAULT = 11;
  private static final int OVERLOAD = 13;

  private FunctionCodec() {}

  /** Reads the function that is the field at which the reader stands. */
  static Function read(WireReader field, NodeReader nodes) {
    Bytes message = field.bytes();
    WireReader reader = field.nested(message);
    Kept kept = new Kept(message, MessageType.FUNCTION);
    List<Node> body = new ArrayList<>();
    List<Attribute> defaults = new ArrayList<>();
    while (reader.next()) {
      if (reader.tag() == WireType.tag(NODE, WireType.LENGTH)) {
        body.add(nodes.read(reader));
      } else if (reader.tag() == WireType.tag(DEFAULT, WireType.LENGTH)) {
        defaults.add(nodes.attributes().read(reader));
      } else {
        kept.add(reader);
      }
    }
    return function(kept.extras(), body, Attributes.of(defaults));
  }

  private static Function function(Extras extras, List<Node> body, Attributes defaults) {
    Origin origin = Origin.of(extras);
    return new Function(
        NodeFields.domain(origin.name(DOMAIN)),
        origin.name(NAME),
        origin.name(OVERLOAD),
        origin.names(INPUT),
        origin.names(OUTPUT),
        body,
        defaults,
        OpsetCodec.read(origin, OPSET_IMPORT),
        extras);
  }

  static void write(WireWriter out, Function function, NodeWriter nodes) {
    Origin origin = Origin.of(function.extras());
    Rewrite rewrite =
        new Rewrite(origin)
            .name(NAME, function.name())
            .name(OVERLOAD, function.overload())
            .names(INPUT, function.inputs())
            .names(OUTPUT, function.outputs());
    if (!NodeFields.domain(origin.name(DOMAIN)).equals(function.domain())) {
      rewrite.name(DOMAIN, function.domain());
    }
    OpsetCodec.write(
        rewrite, OPSET_IMPORT, OpsetCodec.read(origin, OPSET_IMPORT), function.opsets());
    rewrite.writeTo(out);
    function.nodes().forEach(node -> out.message(NODE, inner -> nodes.write(inner, node)));
    function
        .defaults()
        .all()
        .forEach(it -> out.message(DEFAULT, inner -> nodes.attributes().write(inner, it)));
  }
}
