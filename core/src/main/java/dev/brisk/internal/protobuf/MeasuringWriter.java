package dev.brisk.internal.protobuf;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Notes how long messages are. */
final class MeasuringWriter extends WireWriter {
  private final Sizes sizes;

  MeasuringWriter(Sizes sizes) {
    this.sizes = sizes;
  }

  @Override
  void writeVarint(long value) {
    advance(WireType.varintSize(value));
  }

  @Override
  void writeFixed32(int value) {
    advance(Integer.BYTES);
  }

  @Override
  void writeRaw(byte[] bytes) {
    advance(bytes.length);
  }

  @Override
  void writeRaw(ByteBuffer buffer) {
    advance(buffer.remaining());
  }

  @Override
  void writeMessage(Consumer<WireWriter> fields) {
    int index = sizes.reserve();
    long start = position();
    fields.accept(this);
    long size = position() - start;
    sizes.set(index, size);
    advance(WireType.varintSize(size));
  }
}
