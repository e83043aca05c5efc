package dev.brisk.internal.onnx;

import dev.brisk.graph.Attribute;
import dev.brisk.graph.Attribute.Kind;
import dev.brisk.graph.Initializer;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Writes {@code AttributeProto}. */
final class AttributeWriter {
  private final TensorWriter tensors;
  private final GraphWriter graphs;

  AttributeWriter(TensorWriter tensors, GraphWriter graphs) {
    this.tensors = tensors;
    this.graphs = graphs;
  }

  void write(WireWriter out, Attribute attribute) {
    Origin origin = Origin.of(attribute.extras());
    if (attribute.kind() == Kind.OTHER && origin.isEmpty()) {
      origin = Origin.of(Bytes.of((ByteBuffer) attribute.value()));
    }
    Rewrite rewrite = new Rewrite(origin).name(AttributeFields.NAME, attribute.name());
    switch (attribute.kind()) {
      case TENSOR, TENSORS, GRAPH, GRAPHS -> setType(rewrite, origin, attribute.kind());
      case OTHER -> {}
      default -> {
        if (!isSame(attribute, origin)) {
          replace(rewrite, attribute);
        }
      }
    }
    rewrite.writeTo(out);
    writeNested(out, attribute);
  }

  /** Keeps a type that is absent absent: the value then tells it. */
  private static void setType(Rewrite rewrite, Origin origin, Kind kind) {
    int code = AttributeFields.code(kind);
    rewrite.varint(AttributeFields.TYPE, code, origin.isEmpty() ? 0 : code);
  }

  private static boolean isSame(Attribute attribute, Origin origin) {
    if (origin.isEmpty() || AttributeFields.kind(origin) != attribute.kind()) {
      return false;
    }
    Object before = AttributeFields.value(origin, attribute.kind());
    return Arrays.deepEquals(flat(before), flat(attribute.value()));
  }

  private static Object[] flat(Object value) {
    return value instanceof List<?> list ? list.toArray() : new Object[] {value};
  }

  private static void replace(Rewrite rewrite, Attribute attribute) {
    for (int field = AttributeFields.F; field <= AttributeFields.GRAPHS; field++) {
      rewrite.drop(field);
    }
    rewrite.drop(AttributeFields.REF_ATTR_NAME);
    Object value = attribute.value();
    if (attribute.kind() == Kind.REFERENCE) {
      rewrite.replace(
          AttributeFields.REF_ATTR_NAME,
          out -> out.string(AttributeFields.REF_ATTR_NAME, (String) value));
      return;
    }
    int code = AttributeFields.code(attribute.kind());
    rewrite.replace(AttributeFields.TYPE, out -> out.varint(AttributeFields.TYPE, code));
    rewrite.replace(AttributeFields.F, out -> writeValue(out, attribute.kind(), value));
  }

  private static void writeValue(WireWriter out, Kind kind, Object value) {
    switch (kind) {
      case FLOAT -> out.fixed32(AttributeFields.F, (Float) value);
      case INT -> out.varint(AttributeFields.I, (Long) value);
      case STRING -> out.bytes(AttributeFields.S, Bytes.of((byte[]) value));
      case FLOATS -> {
        for (float number : (float[]) value) {
          out.fixed32(AttributeFields.FLOATS, number);
        }
      }
      case INTS -> {
        for (long number : (long[]) value) {
          out.varint(AttributeFields.INTS, number);
        }
      }
      default -> {
        for (Object text : (List<?>) value) {
          out.bytes(AttributeFields.STRINGS, Bytes.of((byte[]) text));
        }
      }
    }
  }

  private void writeNested(WireWriter out, Attribute attribute) {
    Object value = attribute.value();
    switch (attribute.kind()) {
      case TENSOR -> tensor(out, AttributeFields.T, value);
      case TENSORS -> ((List<?>) value).forEach(v -> tensor(out, AttributeFields.TENSORS, v));
      case GRAPH, GRAPHS -> {
        int field = attribute.kind() == Kind.GRAPH ? AttributeFields.G : AttributeFields.GRAPHS;
        attribute
            .subgraphs()
            .forEach(graph -> out.message(field, inner -> graphs.write(inner, graph)));
      }
      default -> {}
    }
  }

  private void tensor(WireWriter out, int field, Object value) {
    out.message(field, inner -> tensors.write(inner, (Initializer) value));
  }
}
