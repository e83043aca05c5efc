package dev.brisk.backend.cpu.onednn;

import dev.brisk.RunFailedException;
import dev.brisk.engine.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Memory of the C library, which counts neither against the JVM's limit of direct memory nor
 * against JavaCPP's.
 */
final class Block {
  private static final long LINE = 64;

  private final long start;
  private final Memory memory;

  private Block(long start, Memory memory) {
    this.start = start;
    this.memory = memory;
  }

  /** A block aligned to a line of the cache; to a huge page, and of such, if it is that large. */
  static Block allocate(long bytes) {
    boolean huge = bytes >= HugePages.SIZE;
    long size = Math.max(bytes, 1);
    long alignment = huge ? HugePages.SIZE : LINE;
    Pointer made = Pointer.malloc(size + alignment);
    if (made == null || made.isNull()) {
      throw new RunFailedException("There is no memory left for %,d bytes".formatted(bytes));
    }
    long start = made.address();
    long aligned = (start + alignment - 1) / alignment * alignment;
    if (huge) {
      HugePages.advise(aligned, size);
    }
    ByteBuffer view =
        new BytePointer(Address.of(aligned))
            .capacity(size)
            .asByteBuffer()
            .order(ByteOrder.nativeOrder());
    return new Block(start, new Memory(view, aligned));
  }

  Memory memory() {
    return memory;
  }

  void free() {
    Pointer.free(Address.of(start));
  }
}
