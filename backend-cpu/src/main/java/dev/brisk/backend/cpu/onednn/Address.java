package dev.brisk.backend.cpu.onednn;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A place in memory that something else owns, as JavaCPP takes it. */
final class Address extends Pointer {
  private Address(long place) {
    address = place;
  }

  static Pointer of(long place) {
    return new Address(place);
  }

  /** Where a direct buffer begins; it must stay reachable while the place is used. */
  static long of(ByteBuffer buffer) {
    ByteBuffer whole = buffer.duplicate();
    whole.clear();
    return new Pointer(whole).address();
  }

  /** The text at a place, which ends with a 0. */
  static String text(long place) {
    return place == 0 ? "" : new BytePointer(of(place)).getString();
  }

  /** Memory for numbers that a function gives. */
  static ByteBuffer cell(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
