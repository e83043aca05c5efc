package dev.brisk.cli.data;

import dev.brisk.ElementType;
import dev.brisk.Shape;
import dev.brisk.cli.config.Section;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * A field of a fixed-size record.
 *
 * @param name the name: {@code label}, or that of the input it feeds
 * @param type the type of its elements, little-endian
 * @param shape its dimensions; none for a single element
 * @param offset where it begins in the record, in bytes
 */
record RecordField(String name, ElementType type, Shape shape, int offset) {
  private static final Map<String, ElementType> TYPES =
      Choices.of(
          ElementType.UINT8,
          ElementType.INT8,
          ElementType.UINT16,
          ElementType.INT16,
          ElementType.UINT32,
          ElementType.INT32,
          ElementType.UINT64,
          ElementType.INT64,
          ElementType.FLOAT32,
          ElementType.FLOAT64);

  private static final int MOST_BYTES = 1 << 30;

  static RecordField read(Section field, int offset) {
    Shape shape = field.has("shape") ? Choices.shape(field.integers("shape", 1)) : Shape.scalar();
    RecordField read =
        new RecordField(field.text("name"), field.choice("type", TYPES), shape, offset);
    field.finish();
    boolean fits = shape.elements() <= MOST_BYTES;
    if (!fits || offset + read.type.byteSize(shape.elements()) > MOST_BYTES) {
      throw field.wrong("shape", "" + shape, "such that a record takes less than 1 GiB");
    }
    return read;
  }

  int elements() {
    return (int) shape.elements();
  }

  int bytes() {
    return elements() * (type.bits() / 8);
  }

  /** The element at an index of this field, of a record that begins at the buffer's start. */
  long integer(ByteBuffer record, int index) {
    int at = offset + index * (type.bits() / 8);
    return switch (type) {
      case UINT8 -> record.get(at) & 0xff;
      case INT8 -> record.get(at);
      case UINT16 -> record.getShort(at) & 0xffff;
      case INT16 -> record.getShort(at);
      case UINT32 -> record.getInt(at) & 0xffffffffL;
      case INT32 -> record.getInt(at);
      default -> record.getLong(at);
    };
  }

  /** As {@link #integer}, for fields of any type. */
  double number(ByteBuffer record, int index) {
    return switch (type) {
      case FLOAT32 -> record.getFloat(offset + index * Float.BYTES);
      case FLOAT64 -> record.getDouble(offset + index * Double.BYTES);
      case UINT64 -> unsigned(integer(record, index));
      default -> integer(record, index);
    };
  }

  private static double unsigned(long bits) {
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }
}
