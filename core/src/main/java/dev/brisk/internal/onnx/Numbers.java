package dev.brisk.internal.onnx;

import dev.brisk.internal.memory.Bytes;
import dev.brisk.internal.protobuf.WireFormatException;
import dev.brisk.internal.protobuf.WireReader;
import dev.brisk.internal.protobuf.WireType;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/**
 * Repeated fields of numbers, packed or not, or both at once. Memory is taken for numbers that are
 * there, never for numbers that a file claims to have.
 */
final class Numbers {
  private Numbers() {}

  static long[] integers(Origin origin, int field) {
    long[] values = new long[count(origin, field, WireType.VARINT)];
    int[] next = {0};
    eachInteger(origin, field, value -> values[next[0]++] = value);
    return values;
  }

  static float[] floats(Origin origin, int field) {
    float[] values = new float[count(origin, field, WireType.FIXED32)];
    int[] next = {0};
    eachFixed(
        origin,
        field,
        WireType.FIXED32,
        buffer -> values[next[0]++] = Float.intBitsToFloat(buffer.getInt()));
    return values;
  }

  /** How many numbers of an unpacked wire type there are. */
  static int count(Origin origin, int field, int wireType) {
    long[] count = {0};
    origin.each(field, wireType, reader -> count[0]++);
    origin.each(
        field,
        WireType.LENGTH,
        reader -> count[0] += packedCount(reader, reader.bytes(), wireType));
    return Math.toIntExact(Math.min(count[0], Integer.MAX_VALUE));
  }

  private static long packedCount(WireReader field, Bytes packed, int wireType) {
    if (wireType == WireType.VARINT) {
      long count = 0;
      for (long i = 0; i < packed.size(); i++) {
        count += packed.get(i) >= 0 ? 1 : 0;
      }
      return count;
    }
    int width = width(wireType);
    if (packed.size() % width != 0) {
      throw new WireFormatException(
          field.offset(),
          packed.size() + " bytes of packed numbers are no multiple of " + width + " bytes");
    }
    return packed.size() / width;
  }

  static void eachInteger(Origin origin, int field, LongConsumer visitor) {
    origin.each(
        reader -> {
          if (reader.tag() == WireType.tag(field, WireType.VARINT)) {
            visitor.accept(reader.varint());
          } else if (reader.tag() == WireType.tag(field, WireType.LENGTH)) {
            reader.packedVarints(visitor);
          }
        });
  }

  /** Reads one number from where the buffer stands. */
  interface FixedVisitor {
    void accept(ByteBuffer buffer);
  }

  static void eachFixed(Origin origin, int field, int wireType, FixedVisitor visitor) {
    int width = width(wireType);
    origin.each(
        reader -> {
          if (reader.tag() == WireType.tag(field, wireType)) {
            Bytes whole = reader.encoded();
            visitor.accept(whole.slice(whole.size() - width, width).buffer());
          } else if (reader.tag() == WireType.tag(field, WireType.LENGTH)) {
            for (ByteBuffer part : reader.bytes().buffers()) {
              while (part.remaining() >= width) {
                visitor.accept(part);
              }
            }
          }
        });
  }

  private static int width(int wireType) {
    return wireType == WireType.FIXED32 ? Integer.BYTES : Long.BYTES;
  }
}
