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
    long count = 0;
    for (Cursor at = origin.fields(field); at.next(); ) {
      if (at.field().tag() == WireType.tag(field, wireType)) {
        count++;
      } else if (at.field().tag() == WireType.tag(field, WireType.LENGTH)) {
        count += packedCount(at.field(), at.field().bytes(), wireType);
      }
    }
    return Math.toIntExact(Math.min(count, Integer.MAX_VALUE));
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
    for (Cursor at = origin.fields(field); at.next(); ) {
      if (at.field().tag() == WireType.tag(field, WireType.VARINT)) {
        visitor.accept(at.field().varint());
      } else if (at.field().tag() == WireType.tag(field, WireType.LENGTH)) {
        at.field().packedVarints(visitor);
      }
    }
  }

  /** Reads one number from where the buffer stands. */
  interface FixedVisitor {
    void accept(ByteBuffer buffer);
  }

  static void eachFixed(Origin origin, int field, int wireType, FixedVisitor visitor) {
    for (Cursor at = origin.fields(field); at.next(); ) {
      if (at.field().tag() == WireType.tag(field, wireType)) {
        visit(at.field().fixed(), wireType, visitor);
      } else if (at.field().tag() == WireType.tag(field, WireType.LENGTH)) {
        visit(at.field().bytes(), wireType, visitor);
      }
    }
  }

  private static void visit(Bytes numbers, int wireType, FixedVisitor visitor) {
    for (ByteBuffer part : numbers.buffers()) {
      while (part.remaining() >= width(wireType)) {
        visitor.accept(part);
      }
    }
  }

  private static int width(int wireType) {
    return wireType == WireType.FIXED32 ? Integer.BYTES : Long.BYTES;
  }
}
