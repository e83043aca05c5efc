package dev.brisk.backend.cpu.onednn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Two native methods that call a function at an address: five instructions, which are written as a
 * shared library of their own, since JDK 17 has no other way to call a C function that takes a
 * number and the build needs no C compiler. The layout follows the System V ABI, chapters 4 and 5.
 */
final class Trampoline {
  private static final int PAGE = 0x1000;
  private static final int FAR = 0x10000; // the largest page of a processor of 64 bits

  /** For each processor: the number of its machine, set(function, number), get(function). */
  private static final Map<String, Code> CODES =
      Map.of(
          "linux-x86_64",
          new Code(
              62,
              new byte[] {
                (byte) 0x89, (byte) 0xCF, (byte) 0xFF, (byte) 0xE2
              }, // mov edi,ecx; jmp rdx
              new byte[] {(byte) 0xFF, (byte) 0xE2}), // jmp rdx
          "linux-arm64",
          new Code(
              183,
              new byte[] {(byte) 0xE0, 3, 3, 0x2A, 0x40, 0, 0x1F, (byte) 0xD6}, // mov w0,w3; br x2
              new byte[] {0x40, 0, 0x1F, (byte) 0xD6})); // br x2

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Code(int machine, byte[] set, byte[] get) {}

  private Trampoline() {}

  static native void set(long function, int number);

  static native int get(long function);

  /** Loads the library; false on platforms for which there is none. */
  static boolean load() throws IOException {
    Code code = CODES.get(OneDnnPresence.platform());
    if (code == null) {
      return false;
    }
    Path file = Files.createTempFile("brisk-omp", ".so"); // for the owner alone
    try {
      Files.write(file, library(code));
      System.load(file.toString());
      return true;
    } finally {
      Files.deleteIfExists(file); // it stays mapped
    }
  }

  private static byte[] library(Code code) {
    String prefix = "Java_" + Trampoline.class.getName().replace('.', '_') + "_";
    List<String> names = List.of(prefix + "set", prefix + "get");
    byte[] strings = ("\0" + String.join("\0", names) + "\0").getBytes(StandardCharsets.US_ASCII);
    int symbols = 0x200;
    int texts = symbols + 3 * 24;
    int hash = (texts + strings.length + 7) / 8 * 8;
    int set = (hash + 4 * 6 + 15) / 16 * 16;
    int get = set + 16;
    ByteBuffer file = ByteBuffer.allocate(PAGE + 96).order(ByteOrder.LITTLE_ENDIAN);
    header(file, code.machine());
    segment(file, 1, 5, 0, 0, PAGE); // what is executed
    segment(file, 1, 6, PAGE, FAR + PAGE, 96); // what the loader writes to
    segment(file, 2, 6, PAGE, FAR + PAGE, 96); // the dynamic section
    segment(file, 0x6474e551, 6, 0, 0, 0); // a stack that cannot be executed
    file.position(symbols + 24);
    symbol(file, 1, set, code.set().length);
    symbol(file, 2 + names.get(0).length(), get, code.get().length);
    file.position(texts).put(strings);
    file.position(hash).putInt(1).putInt(3).putInt(1).putInt(0).putInt(2).putInt(0);
    file.position(set).put(code.set());
    file.position(get).put(code.get());
    file.position(PAGE);
    dynamic(file, 4, hash);
    dynamic(file, 5, texts);
    dynamic(file, 6, symbols);
    dynamic(file, 10, strings.length);
    dynamic(file, 11, 24);
    dynamic(file, 0, 0);
    return file.array();
  }

  private static void header(ByteBuffer file, int machine) {
    file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) 3).putShort((short) machine).putInt(1);
    file.putLong(0).putLong(64).putLong(0).putInt(0);
    file.putShort((short) 64).putShort((short) 56).putShort((short) 4);
    file.putShort((short) 64).putShort((short) 0).putShort((short) 0);
  }

  private static void segment(
      ByteBuffer file, int type, int flags, long offset, long address, long size) {
    file.putInt(type).putInt(flags).putLong(offset).putLong(address).putLong(address);
    file.putLong(size).putLong(size).putLong(type == 1 ? FAR : 8);
  }

  /** A global function of the section numbered 1, which need not be described. */
  private static void symbol(ByteBuffer file, int name, long address, long size) {
    file.putInt(name).put((byte) 0x12).put((byte) 0).putShort((short) 1);
    file.putLong(address).putLong(size);
  }

  private static void dynamic(ByteBuffer file, long tag, long value) {
    file.putLong(tag).putLong(value);
  }
}
