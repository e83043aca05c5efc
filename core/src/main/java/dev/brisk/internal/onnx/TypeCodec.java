package dev.brisk.internal.onnx;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.graph.ValueType;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import dev.brisk.internal.protobuf.WireWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@code TypeProto}: the types of values. */
final class TypeCodec {
  private static final int TENSOR = 1;
  private static final int SEQUENCE = 4;
  private static final int MAP = 5;
  private static final int OPAQUE = 7;
  private static final int SPARSE_TENSOR = 8;
  private static final int OPTIONAL = 9;

  /** Within each kind of type. */
  private static final int FIRST = 1;

  private static final int SECOND = 2;

  private static final int SHAPE_DIM = 1;
  private static final int DIM_VALUE = 1;
  private static final int DIM_PARAM = 2;

  private TypeCodec() {}

  /** The type, or null where the message leaves it, or the type of an element, open. */
  static @Nullable ValueType read(WireReader type) {
    ValueType read = null;
    while (type.next()) {
      if ((type.tag() & 7) == WireType.LENGTH) {
        switch (type.field()) {
          case TENSOR -> read = tensor(type.bytes(), false);
          case SPARSE_TENSOR -> read = tensor(type.bytes(), true);
          case SEQUENCE -> read = sequence(inner(type.message(), FIRST));
          case OPTIONAL -> read = optional(inner(type.message(), FIRST));
          case MAP -> read = map(type);
          case OPAQUE -> read = opaque(Origin.of(type.bytes()));
          default -> {}
        }
      }
    }
    return read;
  }

  private static @Nullable ValueType tensor(Bytes message, boolean sparse) {
    Origin tensor = Origin.of(message);
    int code = (int) tensor.varint(FIRST, 0);
    if (code == 0) {
      return null;
    }
    ElementType element = ElementType.ofOnnxCode(code);
    Bytes dims = tensor.bytes(SECOND);
    Shape shape = dims == null ? null : shape(Origin.of(dims));
    return sparse
        ? new ValueType.OfSparseTensor(element, shape)
        : new ValueType.OfTensor(element, shape);
  }

  private static Shape shape(Origin message) {
    List<Bytes> dims = message.messages(SHAPE_DIM);
    long[] sizes = new long[dims.size()];
    @Nullable String[] symbols = new String[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      Origin dim = Origin.of(dims.get(i));
      symbols[i] = dim.name(DIM_PARAM);
      sizes[i] = Math.max(Shape.FREE, dim.varint(DIM_VALUE, Shape.FREE));
    }
    return Shape.of(sizes, symbols);
  }

  private static @Nullable ValueType inner(WireReader message, int field) {
    ValueType inner = null;
    while (message.next()) {
      if (message.tag() == WireType.tag(field, WireType.LENGTH)) {
        inner = read(message.message());
      }
    }
    return inner;
  }

  private static @Nullable ValueType sequence(@Nullable ValueType element) {
    return element == null ? null : new ValueType.OfSequence(element);
  }

  private static @Nullable ValueType optional(@Nullable ValueType element) {
    return element == null ? null : new ValueType.OfOptional(element);
  }

  private static @Nullable ValueType map(WireReader type) {
    Bytes message = type.bytes();
    ValueType value = inner(type.nested(message), SECOND);
    int key = (int) Origin.of(message).varint(FIRST, 0);
    return value == null || key == 0
        ? null
        : new ValueType.OfMap(ElementType.ofOnnxCode(key), value);
  }

  private static ValueType opaque(Origin message) {
    return new ValueType.Opaque(message.name(FIRST), message.name(SECOND));
  }

  static void write(WireWriter out, ValueType type) {
    if (type instanceof ValueType.OfTensor tensor) {
      tensor(out, TENSOR, tensor.elementType(), tensor.shape());
    } else if (type instanceof ValueType.OfSparseTensor tensor) {
      tensor(out, SPARSE_TENSOR, tensor.elementType(), tensor.shape());
    } else if (type instanceof ValueType.OfSequence sequence) {
      out.message(
          SEQUENCE, inner -> inner.message(FIRST, element -> write(element, sequence.element())));
    } else if (type instanceof ValueType.OfOptional optional) {
      out.message(
          OPTIONAL, inner -> inner.message(FIRST, element -> write(element, optional.element())));
    } else if (type instanceof ValueType.OfMap map) {
      out.message(
          MAP,
          inner -> {
            inner.varint(FIRST, map.key().onnxCode());
            inner.message(SECOND, value -> write(value, map.value()));
          });
    } else if (type instanceof ValueType.Opaque opaque) {
      out.message(
          OPAQUE,
          inner -> {
            inner.string(FIRST, opaque.domain());
            inner.string(SECOND, opaque.name());
          });
    }
  }

  private static void tensor(
      WireWriter out, int field, ElementType element, @Nullable Shape shape) {
    out.message(
        field,
        tensor -> {
          tensor.varint(FIRST, element.onnxCode());
          if (shape != null) {
            tensor.message(SECOND, dims -> shape(dims, shape));
          }
        });
  }

  private static void shape(WireWriter out, Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      long size = shape.dim(axis);
      String symbol = shape.symbol(axis);
      out.message(
          SHAPE_DIM,
          dim -> {
            if (size != Shape.FREE) {
              dim.varint(DIM_VALUE, size);
            } else if (symbol != null) {
              dim.string(DIM_PARAM, symbol);
            }
          });
    }
  }
}
