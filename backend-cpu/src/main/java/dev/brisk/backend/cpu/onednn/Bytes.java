package dev.brisk.backend.cpu.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Arrays as bytes in the machine's order. */
final class Bytes {
  private Bytes() {}

  static ByteBuffer of(float[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(numbers);
    return bytes;
  }
}
