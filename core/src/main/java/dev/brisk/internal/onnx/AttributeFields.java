package dev.brisk.internal.onnx;

import dev.brisk.graph.Attribute.Kind;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import java.util.List;

/** The field numbers of {@code AttributeProto}, and what the fields say. */
final class AttributeFields {
  static final int NAME = 1;
  static final int F = 2;
  static final int I = 3;
  static final int S = 4;
  static final int T = 5;
  static final int G = 6;
  static final int FLOATS = 7;
  static final int INTS = 8;
  static final int STRINGS = 9;
  static final int TENSORS = 10;
  static final int GRAPHS = 11;
  static final int TYPE = 20;
  static final int REF_ATTR_NAME = 21;

  /** The kinds by their codes in the type field. */
  private static final List<Kind> BY_CODE =
      List.of(
          Kind.OTHER,
          Kind.FLOAT,
          Kind.INT,
          Kind.STRING,
          Kind.TENSOR,
          Kind.GRAPH,
          Kind.FLOATS,
          Kind.INTS,
          Kind.STRINGS,
          Kind.TENSORS,
          Kind.GRAPHS);

  private AttributeFields() {}

  /** The code of a kind in the type field; 0 for those that have none of their own. */
  static int code(Kind kind) {
    return Math.max(0, BY_CODE.indexOf(kind));
  }

  static Kind kind(Origin attribute) {
    if (!attribute.name(REF_ATTR_NAME).isEmpty()) {
      return Kind.REFERENCE;
    }
    long code = attribute.varint(TYPE, 0);
    if (code == 0) {
      return guess(attribute);
    }
    Kind kind = code > 0 && code < BY_CODE.size() ? BY_CODE.get((int) code) : Kind.OTHER;
    boolean missing =
        (kind == Kind.TENSOR && !attribute.has(T, WireType.LENGTH))
            || (kind == Kind.GRAPH && !attribute.has(G, WireType.LENGTH));
    return missing ? Kind.OTHER : kind;
  }

  /** The kind by the first value there is: what the first version of the format relied on. */
  private static Kind guess(Origin attribute) {
    Kind found = Kind.OTHER;
    for (Cursor at = attribute.fields(); found == Kind.OTHER && at.next(); ) {
      found = kindOfField(at.field());
    }
    return found;
  }

  private static Kind kindOfField(WireReader reader) {
    int type = reader.tag() & 7;
    return switch (reader.field()) {
      case F -> type == WireType.FIXED32 ? Kind.FLOAT : Kind.OTHER;
      case I -> type == WireType.VARINT ? Kind.INT : Kind.OTHER;
      case FLOATS -> type == WireType.FIXED32 || type == WireType.LENGTH ? Kind.FLOATS : Kind.OTHER;
      case INTS -> type == WireType.VARINT || type == WireType.LENGTH ? Kind.INTS : Kind.OTHER;
      case S -> type == WireType.LENGTH ? Kind.STRING : Kind.OTHER;
      case T -> type == WireType.LENGTH ? Kind.TENSOR : Kind.OTHER;
      case G -> type == WireType.LENGTH ? Kind.GRAPH : Kind.OTHER;
      case STRINGS -> type == WireType.LENGTH ? Kind.STRINGS : Kind.OTHER;
      case TENSORS -> type == WireType.LENGTH ? Kind.TENSORS : Kind.OTHER;
      case GRAPHS -> type == WireType.LENGTH ? Kind.GRAPHS : Kind.OTHER;
      default -> Kind.OTHER;
    };
  }

  /** The value of an attribute of a kind that holds numbers or texts. */
  static Object value(Origin attribute, Kind kind) {
    return switch (kind) {
      case FLOAT -> f(attribute);
      case INT -> attribute.varint(I, 0);
      case STRING -> s(attribute);
      case FLOATS -> Numbers.floats(attribute, FLOATS);
      case INTS -> Numbers.integers(attribute, INTS);
      case STRINGS -> attribute.messages(STRINGS).stream().map(Bytes::toByteArray).toList();
      case REFERENCE -> attribute.name(REF_ATTR_NAME);
      default -> throw new IllegalArgumentException("kind " + kind);
    };
  }

  private static float f(Origin attribute) {
    float last = 0;
    for (Cursor at = attribute.fields(F, WireType.FIXED32); at.next(); ) {
      last = Float.intBitsToFloat(at.field().fixed32());
    }
    return last;
  }

  private static byte[] s(Origin attribute) {
    Bytes last = attribute.bytes(S);
    return last == null ? new byte[0] : last.toByteArray();
  }
}
