package dev.brisk.internal;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Direct memory as a buffer of one kind: the buffer itself, or a native-order view of its bytes.
 */
public final class Views {
  private Views() {}

  public static FloatBuffer floats(Buffer memory) {
    return memory instanceof FloatBuffer floats
        ? floats.duplicate()
        : bytes(memory).asFloatBuffer();
  }

  public static DoubleBuffer doubles(Buffer memory) {
    return memory instanceof DoubleBuffer doubles
        ? doubles.duplicate()
        : bytes(memory).asDoubleBuffer();
  }

  public static IntBuffer ints(Buffer memory) {
    return memory instanceof IntBuffer ints ? ints.duplicate() : bytes(memory).asIntBuffer();
  }

  public static LongBuffer longs(Buffer memory) {
    return memory instanceof LongBuffer longs ? longs.duplicate() : bytes(memory).asLongBuffer();
  }

  public static ShortBuffer shorts(Buffer memory) {
    return memory instanceof ShortBuffer shorts
        ? shorts.duplicate()
        : bytes(memory).asShortBuffer();
  }

  /** The bytes; the memory must be a byte buffer. */
  public static ByteBuffer bytes(Buffer memory) {
    return ((ByteBuffer) memory).duplicate().order(ByteOrder.nativeOrder());
  }
}
