package dev.brisk.backend.cpu.onednn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Native methods that call a function at an address: a few instructions, which are written as a
 * shared library of their own, since JDK 17 has no other way to call a C function that takes a
 * number and the build needs no C compiler. The layout follows the System V ABI, chapters 4 and 5.
 */
final class Trampoline {
  private static final System.Logger LOG = System.getLogger("dev.brisk.onednn");
  private static final int PAGE = 0x1000;
  private static final int FAR = 0x10000; // the largest page of a processor of 64 bits

  private static final int SYMBOLS = 0x200;
  private static final int HASH = 0x800;
  private static final int CODE = 0x900;
  private static final int APART = 32;

  /** For each platform: the number of its machine, and the methods' instructions. */
  private static final Map<String, Code> CODES =
      Map.of(
          "linux-x86_64",
          new Code(
              62,
              List.of(
                  new Method("set", "89 CF FF E2"), // mov edi,ecx; jmp rdx
                  new Method("get", "FF E2"), // jmp rdx
                  // mov rax,rdx; mov rdi,rcx; mov rsi,r8; mov edx,r9d; jmp rax
                  new Method("advise", "48 89 D0 48 89 CF 4C 89 C6 44 89 CA FF E0"))),
          "linux-arm64",
          new Code(
              183,
              List.of(
                  new Method("set", "E0 03 03 2A 40 00 1F D6"), // mov w0,w3; br x2
                  new Method("get", "40 00 1F D6"), // br x2
                  // mov x9,x2; mov x0,x3; mov x1,x4; mov w2,w5; br x9
                  new Method(
                      "advise", "E9 03 02 AA E0 03 03 AA E1 03 04 AA E2 03 05 2A 20 01 1F D6"))));

  private record Code(int machine, List<Method> methods) {}

  private record Method(String name, String hexadecimal) {
    byte[] bytes() {
      return HexFormat.ofDelimiter(" ").parseHex(hexadecimal);
    }

    String symbol() {
      return "Java_" + Trampoline.class.getName().replace('.', '_') + "_" + name;
    }
  }

  private static final boolean LOADED = load();

  private Trampoline() {}

  static native void set(long function, int number);

  static native int get(long function);

  static native int advise(long function, long address, long bytes, int advice);

  /** Whether the methods can be called; not on platforms for which there are none. */
  static boolean isLoaded() {
    return LOADED;
  }

  private static boolean load() {
    Code code = CODES.get(OneDnnPresence.platform());
    if (code == null) {
      return false;
    }
    try {
      Path file = Files.createTempFile("brisk-calls", ".so"); // for the owner alone
      try {
        Files.write(file, library(code));
        System.load(file.toString());
        return true;
      } finally {
        Files.deleteIfExists(file); // it stays mapped
      }
    } catch (IOException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "functions of C libraries cannot be called", e);
      return false;
    }
  }

  private static byte[] library(Code code) {
    List<Method> methods = code.methods();
    int count = methods.size();
    int texts = SYMBOLS + (count + 1) * 24;
    StringBuilder names = new StringBuilder("\0");
    ByteBuffer file = ByteBuffer.allocate(PAGE + 96).order(ByteOrder.LITTLE_ENDIAN);
    header(file, code.machine());
    segment(file, 1, 5, 0, 0, PAGE); // what is executed
    segment(file, 1, 6, PAGE, FAR + PAGE, 96); // what the loader writes to
    segment(file, 2, 6, PAGE, FAR + PAGE, 96); // the dynamic section
    segment(file, 0x6474e551, 6, 0, 0, 0); // a stack that cannot be executed
    for (int i = 0; i < count; i++) {
      byte[] bytes = methods.get(i).bytes();
      file.position(SYMBOLS + (i + 1) * 24);
      symbol(file, names.length(), CODE + i * APART, bytes.length);
      file.position(CODE + i * APART).put(bytes);
      names.append(methods.get(i).symbol()).append('\0');
    }
    file.position(texts).put(names.toString().getBytes(StandardCharsets.US_ASCII));
    hash(file, count);
    file.position(PAGE);
    dynamic(file, 4, HASH);
    dynamic(file, 5, texts);
    dynamic(file, 6, SYMBOLS);
    dynamic(file, 10, names.length());
    dynamic(file, 11, 24);
    dynamic(file, 0, 0);
    return file.array();
  }

  /** A hash table of one bucket, which holds all symbols. */
  private static void hash(ByteBuffer file, int symbols) {
    file.position(HASH).putInt(1).putInt(symbols + 1).putInt(1).putInt(0);
    for (int i = 1; i <= symbols; i++) {
      file.putInt(i < symbols ? i + 1 : 0);
    }
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
