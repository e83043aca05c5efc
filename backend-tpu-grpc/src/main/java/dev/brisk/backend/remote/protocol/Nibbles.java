package dev.brisk.backend.remote.protocol;

import dev.brisk.ElementType;
import dev.brisk.Tensor;
import dev.brisk.backend.remote.wire.MalformedMessageException;
import java.nio.ByteBuffer;

/** Elements of four bits, which take a byte each in TensorFlow's messages. */
final class Nibbles {
  private Nibbles() {}

  static boolean are(ElementType type) {
    return type == ElementType.INT4 || type == ElementType.UINT4;
  }

  /** One byte for each element, signed ones with their sign. */
  static byte[] spread(Tensor tensor) {
    byte[] packed = tensor.toByteArray();
    byte[] spread = new byte[Math.toIntExact(tensor.elements())];
    for (int i = 0; i < spread.length; i++) {
      int bits = packed[i / 2] >> (i % 2 * 4) & 0xF;
      boolean negative = tensor.elementType() == ElementType.INT4 && bits > 7;
      spread[i] = (byte) (negative ? bits - 16 : bits);
    }
    return spread;
  }

  /** Packs elements that came with a byte each. */
  static void pack(String name, byte[] spread, Tensor target) {
    if (spread.length != target.elements()) {
      throw new MalformedMessageException(
          "output '%s' %s takes %d bytes, one for each element, but %d came"
              .formatted(name, target, target.elements(), spread.length));
    }
    ByteBuffer memory = target.asByteBuffer();
    for (int i = 0; i < spread.length; i += 2) {
      int high = i + 1 < spread.length ? spread[i + 1] & 0xF : 0;
      memory.put((byte) (high << 4 | (spread[i] & 0xF)));
    }
  }
}
