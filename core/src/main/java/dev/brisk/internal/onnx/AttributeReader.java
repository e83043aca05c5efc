package dev.brisk.internal.onnx;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attribute.Kind;
import dev.brisk.graph.Extras;
import dev.brisk.graph.Graph;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireFormatException;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code AttributeProto}. */
final class AttributeReader {
  private static final int TENSOR = WireType.tag(AttributeFields.T, WireType.LENGTH);
  private static final int TENSORS = WireType.tag(AttributeFields.TENSORS, WireType.LENGTH);
  private static final int GRAPH = WireType.tag(AttributeFields.G, WireType.LENGTH);
  private static final int GRAPHS = WireType.tag(AttributeFields.GRAPHS, WireType.LENGTH);

  private final TensorReader tensors;
  private final GraphReader graphs;

  AttributeReader(TensorReader tensors, GraphReader graphs) {
    this.tensors = tensors;
    this.graphs = graphs;
  }

  /** Reads the attribute that is the field at which the reader stands. */
  Attribute read(WireReader field) {
    Bytes message = field.bytes();
    Origin origin = Origin.of(message);
    String name = origin.name(AttributeFields.NAME);
    Kind kind = AttributeFields.kind(origin);
    return switch (kind) {
      case TENSOR -> tensors(field.nested(message), message, name, kind, TENSOR);
      case TENSORS -> tensors(field.nested(message), message, name, kind, TENSORS);
      case GRAPH -> graphs(field.nested(message), message, name, kind, GRAPH);
      case GRAPHS -> graphs(field.nested(message), message, name, kind, GRAPHS);
      default -> leaf(field, message, name, kind, origin);
    };
  }

  private static Attribute leaf(
      WireReader field, Bytes message, String name, Kind kind, Origin origin) {
    Extras extras = Kept.all(field, message, MessageType.ATTRIBUTE);
    Object value = kind == Kind.OTHER ? message.buffer() : AttributeFields.value(origin, kind);
    return new Attribute(name, kind, value, extras);
  }

  private Attribute tensors(WireReader reader, Bytes message, String name, Kind kind, int tag) {
    List<Initializer> values = new ArrayList<>();
    Kept kept = new Kept(message, MessageType.ATTRIBUTE);
    while (reader.next()) {
      if (reader.tag() == tag) {
        values.add(tensors.read(reader));
      } else {
        kept.add(reader);
      }
    }
    Object value = kind == Kind.TENSORS ? List.copyOf(values) : only(values, message, "tensor");
    return new Attribute(name, kind, value, kept.extras());
  }

  private Attribute graphs(WireReader reader, Bytes message, String name, Kind kind, int tag) {
    List<Graph> values = new ArrayList<>();
    Kept kept = new Kept(message, MessageType.ATTRIBUTE);
    while (reader.next()) {
      if (reader.tag() == tag) {
        values.add(graphs.read(reader));
      } else {
        kept.add(reader);
      }
    }
    Object value = kind == Kind.GRAPHS ? List.copyOf(values) : only(values, message, "graph");
    return new Attribute(name, kind, value, kept.extras());
  }

  private static <T> T only(List<T> values, Bytes message, String what) {
    if (values.size() != 1) {
      throw new WireFormatException(
          message.offset(), "an attribute has " + values.size() + " values of type " + what);
    }
    return values.get(0);
  }
}
