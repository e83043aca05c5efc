package dev.brisk.internal.onnx;

import dev.brisk.ElementType;
import dev.brisk.InvalidModelException;
import dev.brisk.Shape;
import dev.brisk.Tensor;
import dev.brisk.UnsupportedModelException;
import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireFormatException;
import dev.brisk.internal.protobuf.WireType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a tensor in a file, to be read when asked for: as a slice of the file where they
 * lie in it as in memory, else converted into new memory.
 */
final class TensorElements {
  private final String name;
  private final ElementType type;
  private final Shape shape;
  private final @Nullable Bytes raw;
  private final Origin origin;

  /** The elements in {@code raw} or, if that is null, in the fields for numbers and texts. */
  TensorElements(String name, ElementType type, Shape shape, @Nullable Bytes raw, Origin origin) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.raw = raw;
    this.origin = origin;
  }

  Tensor read() {
    if (origin.has(TensorFields.SEGMENT, WireType.LENGTH)) {
      throw new UnsupportedModelException(
          "Tensor '" + name + "' is stored in segments, which are not supported");
    }
    try {
      return raw != null ? shared(raw) : typed();
    } catch (WireFormatException e) {
      throw new InvalidModelException("Tensor '" + name + "' is damaged " + e.sentence(), e);
    }
  }

  private Tensor shared(Bytes bytes) {
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN && type.bits() > 8) {
      throw new UnsupportedModelException("models are read on little-endian machines only");
    }
    List<ByteBuffer> parts = bytes.buffers();
    return parts.size() == 1
        ? Tensor.of(type, shape, parts.get(0).order(ByteOrder.nativeOrder()))
        : Tensor.ofParts(type, shape, parts);
  }

  private Tensor typed() {
    return switch (type) {
      case FLOAT32, COMPLEX64 -> fixed(TensorFields.FLOAT_DATA, WireType.FIXED32);
      case FLOAT64, COMPLEX128 -> fixed(TensorFields.DOUBLE_DATA, WireType.FIXED64);
      case INT64 -> integers(TensorFields.INT64_DATA);
      case UINT32, UINT64 -> integers(TensorFields.UINT64_DATA);
      case STRING -> strings();
      default -> integers(TensorFields.INT32_DATA);
    };
  }

  private Tensor fixed(int field, int wireType) {
    int width = wireType == WireType.FIXED32 ? Float.BYTES : Double.BYTES;
    long expected = TensorReader.byteSize(type, shape);
    checkCount(Numbers.count(origin, field, wireType), expected / width, field);
    List<Bytes> packed = origin.messages(field);
    if (packed.size() == 1 && packed.get(0).size() == expected && expected > 0) {
      return shared(packed.get(0));
    }
    Tensor made = Tensor.allocate(type, shape);
    ByteBuffer target = made.asByteBuffer();
    Numbers.eachFixed(
        origin,
        field,
        wireType,
        source -> {
          if (width == Float.BYTES) {
            target.putInt(source.getInt());
          } else {
            target.putLong(source.getLong());
          }
        });
    return made;
  }

  private Tensor integers(int field) {
    int width = Math.max(1, type.bits() / 8);
    long expected = TensorReader.byteSize(type, shape);
    checkCount(Numbers.count(origin, field, WireType.VARINT), expected / width, field);
    Tensor made = Tensor.allocate(type, shape);
    ByteBuffer target = made.asByteBuffer();
    Numbers.eachInteger(origin, field, value -> put(target, width, value));
    return made;
  }

  private static void put(ByteBuffer target, int width, long value) {
    switch (width) {
      case 1 -> target.put((byte) value);
      case 2 -> target.putShort((short) value);
      case 4 -> target.putInt((int) value);
      default -> target.putLong(value);
    }
  }

  private Tensor strings() {
    List<Bytes> texts = origin.messages(TensorFields.STRING_DATA);
    checkCount(texts.size(), shape.elements(), TensorFields.STRING_DATA);
    String[] values = new String[texts.size()];
    for (int i = 0; i < values.length; i++) {
      Kept.checkSize(texts.get(i));
      values[i] = new String(texts.get(i).toByteArray(), StandardCharsets.UTF_8);
    }
    return Tensor.of(values, shape.dims());
  }

  private void checkCount(long actual, long expected, int field) {
    if (actual != expected) {
      throw new InvalidModelException(
          "Tensor '%s' %s%s takes %d numbers or texts, but its field %d has %d"
              .formatted(name, type, shape, expected, field, actual));
    }
  }
}
