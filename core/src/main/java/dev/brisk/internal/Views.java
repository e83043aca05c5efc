package dev.brisk.internal;

import dev.brisk.InvalidInputException;
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

  /**
   * Direct memory as a buffer of its own kind, once it is known that Java may still read it: native
   * code would read the memory of a closed arena all the same, and end the process.
   */
  static Buffer alive(Buffer memory) {
    try {
      if (memory.capacity() > 0) {
        read(memory);
      }
    } catch (RuntimeException e) {
      throw new InvalidInputException(
          "The memory that a tensor was made on cannot be read any more: " + e.getMessage(), e);
    }
    return memory instanceof ByteBuffer ? bytes(memory) : memory.duplicate();
  }

  private static void read(Buffer memory) {
    if (memory instanceof FloatBuffer floats) {
      floats.get(0);
    } else if (memory instanceof DoubleBuffer doubles) {
      doubles.get(0);
    } else if (memory instanceof IntBuffer ints) {
      ints.get(0);
    } else if (memory instanceof LongBuffer longs) {
      longs.get(0);
    } else if (memory instanceof ShortBuffer shorts) {
      shorts.get(0);
    } else {
      ((ByteBuffer) memory).get(0);
    }
  }
}
